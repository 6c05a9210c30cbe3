import type { AppState } from '#shared/core/app.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { FirstWords } from '../strings/en.ts';
import { agoWords } from '../strings/long-moments.ts';
import { presenceWords } from './presence-words.ts';

/** With more room than a row has: that they are writing, or when they were last there. */
export const presenceLine = (state: AppState, person: AccountId, now: number, words: FirstWords): string => {
  if (state.typing.has(person)) return words.presence.typing;
  const presence = state.presence.get(person);
  return state.link.state === 'online' && presence?.status === 'offline' && presence.last_seen !== undefined
    ? words.presence.lastSeen(agoWords(presence.last_seen, now, words))
    : presenceWords(state, person, words);
};
