import type { AppState } from '#shared/core/app.ts';
import type { RoomInside } from '#shared/core/rooms/room.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

/** By oneself: a room is open to whoever has its link. */
export const isBlocked = ({ roster }: AppState, account: AccountId): boolean =>
  roster.contacts.get(account)?.relation === 'blocked';

/** Those in the room whom one has blocked, by name. */
export const blockedHere = (state: AppState, { people }: RoomInside): readonly string[] =>
  people.flatMap(({ account, login }) => (isBlocked(state, account) ? [login] : []));
