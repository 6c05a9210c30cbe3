import type { AppState } from '#shared/core/app.ts';
import type { Presence } from '#shared/protocol/frames.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { FirstWords } from '../strings/en.ts';
import { agoWords } from '../strings/moments.ts';

export type PresenceLook = Presence['status'] | 'unknown';

/** The relay names only those who are not offline; without the link nobody knows. */
export const presenceOf = (state: AppState, person: AccountId): PresenceLook =>
  state.link.state === 'online' ? (state.presence.get(person)?.status ?? 'offline') : 'unknown';

export const presenceWords = (state: AppState, person: AccountId, words: FirstWords): string => {
  switch (presenceOf(state, person)) {
    case 'online':
      return words.presence.online;
    case 'in-call':
      return words.presence.inCall;
    case 'away':
      return words.presence.away;
    case 'offline':
      return words.presence.offline;
    case 'unknown':
      return words.presence.connecting;
  }
};

/** With more room than a row has: that they are writing, or when they were last there. */
export const presenceLine = (state: AppState, person: AccountId, now: number, words: FirstWords): string => {
  if (state.typing.has(person)) return words.presence.typing;
  const presence = state.presence.get(person);
  return state.link.state === 'online' && presence?.status === 'offline' && presence.last_seen !== undefined
    ? words.presence.lastSeen(agoWords(presence.last_seen, now, words))
    : presenceWords(state, person, words);
};
