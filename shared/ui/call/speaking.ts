import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { isSpeaking, lastHeard, SPEAKING_LOOK_MS } from '#shared/core/sound/speaking.ts';

/** Whether somebody speaks, by how loud they are; not looked at while nobody sees it. */
export const createSpeaking = (
  level: () => number | undefined,
  shown: () => Element | undefined,
): Accessor<boolean> => {
  const [speaking, setSpeaking] = createSignal(false);
  let heard: number | undefined;
  const timer = setInterval(() => {
    if (document.hidden || !shown()?.checkVisibility()) return;
    const now = performance.now();
    heard = lastHeard(heard, level(), now);
    setSpeaking(isSpeaking(heard, now));
  }, SPEAKING_LOOK_MS);
  onCleanup(() => clearInterval(timer));
  return speaking;
};
