import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Sound, SoundState } from '#shared/client/client.ts';
import { useUi } from '../frame/ui.ts';

/** The sound of one's own microphone, once its code is there, and how it is. */
export interface OwnSound {
  readonly sound: Accessor<Sound | undefined>;
  readonly state: Accessor<SoundState | undefined>;
}

export const createOwnSound = (): OwnSound => {
  const { client } = useUi();
  const [sound, setSound] = createSignal<Sound>();
  const [state, setState] = createSignal<SoundState>();
  let end = (): void => {};
  let gone = false;
  void client.sound().then((found) => {
    if (!found || gone) return;
    setState(found.state());
    setSound(found);
    end = found.subscribe(setState);
  });
  onCleanup(() => {
    gone = true;
    end();
  });
  return { sound, state };
};
