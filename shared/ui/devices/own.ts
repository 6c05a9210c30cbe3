import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Senses } from '#shared/client/client.ts';
import { useUi } from '../frame/ui.ts';

interface Watched<State> {
  state(): State;
  subscribe(listener: (state: State) => void): () => void;
}

/** One of the senses of this context, once its code is there, and how it is. */
export interface Own<Sense, State> {
  readonly sense: Accessor<Sense | undefined>;
  readonly state: Accessor<State | undefined>;
  readonly both: Accessor<{ readonly sense: Sense; readonly state: State } | undefined>;
}

/** Nothing where there are no calls. */
export const createOwn = <State extends object, Sense extends Watched<State>>(
  pick: (senses: Senses) => Sense & Watched<State>,
): Own<Sense, State> => {
  const { client } = useUi();
  const [sense, setSense] = createSignal<Sense>();
  const [state, setState] = createSignal<State>();
  let end = (): void => {};
  let gone = false;
  void client.senses().then((senses) => {
    if (!senses || gone) return;
    const found = pick(senses);
    setState(() => found.state());
    setSense(() => found);
    end = found.subscribe((now) => setState(() => now));
  });
  onCleanup(() => {
    gone = true;
    end();
  });
  const both = () => {
    const [found, now] = [sense(), state()];
    return found && now && { sense: found, state: now };
  };
  return { sense, state, both };
};
