import type { TimerEntry } from '#shared/core/chat/timeline.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { FirstWords } from '../strings/en.ts';
import { lifetimeWords } from '../strings/moments.ts';

/** The line that is left where someone has set how long messages live. */
export const timerWords = (
  { author, seconds }: TimerEntry,
  self: AccountId,
  name: string,
  words: FirstWords,
): string => {
  const said = words.disappearing;
  if (seconds === 0) return author === self ? said.youSetOff : said.setOffBy(name);
  const after = lifetimeWords(seconds, words);
  return author === self ? said.youSet(after) : said.setBy(name, after);
};
