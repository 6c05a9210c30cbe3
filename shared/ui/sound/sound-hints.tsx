import { createEffect, createSignal, Show } from 'solid-js';
import type { SoundHint } from '#shared/core/sound/hints.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { createOwnSound } from './own-sound.ts';
import { troubleWords } from './trouble-words.ts';

interface SoundHintsProps {
  readonly muted: boolean;
  /** Shows where the microphone is set. */
  readonly onOpen: () => void;
}

/** What somebody should know of their microphone during a call, until it is over or put away. */
export const SoundHints = (props: SoundHintsProps) => {
  const { words } = useUi();
  const { state } = createOwnSound();
  const [hidden, setHidden] = createSignal<readonly string[]>([]);
  const hint = (): SoundHint | undefined => {
    const now = state()?.hint;
    // One is told of each microphone's state until it changes; the noise, once.
    return now && hidden().includes(now) ? undefined : now;
  };
  const trouble = () => {
    const now = state();
    const said = now && troubleWords(now, words());
    return said !== undefined && hidden().includes(said) ? undefined : said;
  };
  const hide = (what: string) => setHidden((before) => [...before, what]);
  createEffect(() => {
    if (!props.muted) setHidden((before) => before.filter((what) => what !== 'muted'));
  });
  return (
    <>
      <Show when={hint()}>
        {(now) => (
          <Banner
            actions={
              <>
                {/* Who is muted has the button for it in sight. */}
                <Show when={now() !== 'muted'}>
                  <Button onClick={() => props.onOpen()}>{words().sound.title}</Button>
                </Show>
                <Button tone="quiet" onClick={() => hide(now())}>
                  {words().common.dismiss}
                </Button>
              </>
            }
          >
            {words().sound.hints[now()]}
          </Banner>
        )}
      </Show>
      <Show when={trouble()}>
        {(said) => (
          <Banner
            actions={
              <Button tone="quiet" onClick={() => hide(said())}>
                {words().common.dismiss}
              </Button>
            }
          >
            {said()}
          </Banner>
        )}
      </Show>
    </>
  );
};
