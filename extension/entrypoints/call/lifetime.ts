import type { Client } from '#shared/client/client.ts';
import type { Call } from '#shared/core/call/call.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import { placeAt } from '#shared/ui/frame/place.ts';
import { closesIn } from './linger.ts';
import type { RoomHere } from './room-here.ts';

const isMine = (call: Call): boolean => call.phase === 'outgoing' || call.phase === 'active';

/** Closing the window during a call asks first, then hangs up; in a room likewise. */
export const hangUpOnClose = (client: Client, room: RoomHere): void => {
  addEventListener('beforeunload', (event) => {
    if (isMine(client.state().call) || room.state().phase === 'inside') event.preventDefault();
  });
  addEventListener('pagehide', () => {
    if (isMine(client.state().call)) client.call.hangUp();
    room.leave();
  });
};

const shownOf = (call: Call, room: Room): string => {
  if (call.phase !== 'none') return `${call.phase} ${call.call}`;
  return room.phase === 'none' ? 'nothing' : `${room.phase} ${room.code}`;
};

/** Closes the window some seconds after it has nothing left to show, unless the person does something in it. */
export const closeWhenOver = (client: Client, room: RoomHere): void => {
  let hadSome = false;
  let closing: { readonly of: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  let kept: string | undefined;

  const keep = (): void => {
    if (!closing) return;
    clearTimeout(closing.timer);
    kept = closing.of;
    closing = undefined;
  };

  const consider = (): void => {
    const state = client.state();
    const of = shownOf(state.call, room.state());
    if (closing && closing.of !== of) {
      clearTimeout(closing.timer);
      closing = undefined;
    }
    // Loaded anew, it shows the way into the room that it had.
    if (of === 'nothing' && placeAt(location.hash).at === 'room' && !hadSome) return;
    const ms = closesIn(state, room.state(), hadSome);
    hadSome ||= of !== 'nothing';
    if (ms === undefined || closing || kept === of) return;
    closing = { of, timer: setTimeout(() => window.close(), ms) };
  };

  addEventListener('pointerdown', keep);
  addEventListener('keydown', keep);
  client.subscribe(consider);
  room.subscribe(consider);
  consider();
};
