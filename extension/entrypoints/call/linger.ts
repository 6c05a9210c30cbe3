import type { AppState } from '#shared/core/app.ts';
import type { CallEnding, EndedCall } from '#shared/core/call/call.ts';
import { wasInVain } from '#shared/core/call/in-vain.ts';
import type { Room } from '#shared/core/rooms/room.ts';

/** Time to read how it ended and to press Call again. */
const READ_MS = 6000;
/** Nobody was reached: time to think of what to leave for them. */
const OFFER_MS = 60_000;
/** Declined, or another device has it: nothing to read or to press here. */
const SETTLED_MS = 1500;

const isSettled = (ending: CallEnding): boolean =>
  ending.kind === 'answered-elsewhere' ||
  ending.kind === 'declined-elsewhere' ||
  (ending.kind === 'ended' && ending.reason === 'declined' && ending.by === 'me');

const lingers = (call: EndedCall): number => {
  if (isSettled(call.ending)) return SETTLED_MS;
  return wasInVain(call) ? OFFER_MS : READ_MS;
};

/**
 * In how many milliseconds the window has nothing left to show, or `undefined` while it has. `hadSome`: a call or a room
 * has been on it, so that nothing on it now means the person has dismissed it.
 */
export const closesIn = ({ call, link }: AppState, room: Room, hadSome: boolean): number | undefined => {
  if (room.phase !== 'none' && room.phase !== 'over') return undefined;
  if (call.phase === 'ended') return lingers(call);
  if (call.phase !== 'none') return undefined;
  if (room.phase === 'over') return room.ending.kind === 'left' ? SETTLED_MS : READ_MS;
  if (hadSome) return 0;
  // Opened for a call that was over before the window was there.
  return link.state === 'online' ? READ_MS : undefined;
};
