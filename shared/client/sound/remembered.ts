import { membersOf } from '#shared/core/members-of.ts';
import { defaultSound, type SoundChoice, SUPPRESSIONS, THRESHOLDS } from '#shared/core/sound/sound.ts';
import { remembered } from '../remember.ts';

/** How this device treats its microphone. */
export const rememberedSound = remembered('sound', (kept): SoundChoice => {
  const { suppression, gate, threshold } = membersOf(kept);
  return {
    suppression: SUPPRESSIONS.find((mode) => mode === suppression) ?? defaultSound.suppression,
    gate: gate === true,
    threshold: Math.min(
      THRESHOLDS.most,
      Math.max(THRESHOLDS.least, typeof threshold === 'number' ? threshold : defaultSound.threshold),
    ),
  };
});
