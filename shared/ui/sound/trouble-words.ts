import type { SoundState } from '#shared/client/client.ts';
import type { Words } from '../strings/en.ts';

/** Why less noise is taken out than was chosen; nothing where it is as chosen. */
export const troubleWords = ({ choice, suppression }: SoundState, { sound }: Words): string | undefined => {
  if (suppression === 'browser') return sound.byBrowser;
  return suppression === choice.suppression
    ? undefined
    : sound.eased(sound.modes[choice.suppression], sound.modes[suppression]);
};
