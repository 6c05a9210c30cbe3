import type { AppState } from '#shared/core/app.ts';
import type { Presence } from '#shared/protocol/frames.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { FirstWords } from '../strings/en.ts';

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
