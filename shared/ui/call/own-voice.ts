import { createEffect, onCleanup } from 'solid-js';
import { createOwnSound } from '../sound/own-sound.ts';

const FULL_SCALE_DB = 20;

/** How loud one's own microphone is, 0 to 1, as far as it has been read since it was asked last. */
export const createOwnVoice = (): (() => number | undefined) => {
  const { sense: sound } = createOwnSound();
  let level: number | undefined;
  createEffect(() => {
    const end = sound()?.listen(({ rms, open }) => {
      level = open ? 10 ** (rms / FULL_SCALE_DB) : undefined;
    });
    if (end) onCleanup(end);
  });
  return () => {
    const now = level;
    // A microphone that gives no more readings is silent.
    level = undefined;
    return now;
  };
};
