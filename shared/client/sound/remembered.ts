import { defaultSound, type SoundChoice, SUPPRESSIONS, THRESHOLDS } from '#shared/core/sound/sound.ts';

const KEY = 'tincan.sound';

/** Where the choice of this device is kept. */
export interface SoundMemory {
  read(): SoundChoice;
  write(choice: SoundChoice): void;
}

const readable = (kept: Partial<Record<keyof SoundChoice, unknown>>): SoundChoice => {
  const suppression = SUPPRESSIONS.find((mode) => mode === kept.suppression) ?? defaultSound.suppression;
  const threshold = typeof kept.threshold === 'number' ? kept.threshold : defaultSound.threshold;
  return {
    suppression,
    gate: kept.gate === true,
    threshold: Math.min(THRESHOLDS.most, Math.max(THRESHOLDS.least, threshold)),
  };
};

/** Storage that is blocked or holds something else costs the choice, not the call. */
export const rememberedSound: SoundMemory = {
  read: () => {
    try {
      return readable(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    } catch {
      return defaultSound;
    }
  },
  write: (choice) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(choice));
    } catch {
      // It lasts as long as the page.
    }
  },
};
