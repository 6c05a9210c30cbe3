import type { Presence } from '#shared/protocol/frames.ts';
import { assertNever } from '../assert-never.ts';
import type { PresenceMap } from './presence.ts';

export type PresenceEvent =
  | { readonly type: 'presence-told'; readonly people: readonly Presence[] }
  | { readonly type: 'presence-expired' };

export const nobody: PresenceMap = new Map();

const isSame = (a: Presence | undefined, b: Presence): boolean =>
  a?.status === b.status && (a.status !== 'offline' || b.status !== 'offline' || a.last_seen === b.last_seen);

export const presence = (state: PresenceMap, event: PresenceEvent): PresenceMap => {
  switch (event.type) {
    case 'presence-told': {
      const news = event.people.filter((person) => !isSame(state.get(person.account), person));
      return news.length === 0
        ? state
        : new Map([...state, ...news.map((person) => [person.account, person] as const)]);
    }
    case 'presence-expired':
      return state.size === 0 ? state : nobody;
    default:
      return assertNever(event);
  }
};
