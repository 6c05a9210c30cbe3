import { assertNever } from '../assert-never.ts';
import { isOn, type LocalDevice, type RemoteDevice, type ShareRequest, type StreamId } from '../call/call.ts';
import type { CaptureDevice } from '../call/effects.ts';
import type { PeerMessage } from '../call/peer.ts';
import { MOST_SHARES } from '../call/share.ts';
import type { RoomInside } from './room.ts';
import type { RoomEffect, RoomEvent, RoomState, RoomStep } from './state.ts';

// One's own microphone, camera and shares in a room. Whoever has none of them is inside all the same.

export type OwnSideEvent = Extract<
  RoomEvent,
  { type: `device-${string}` | `share-${string}` | 'deafened-set' | 'page-hidden' | 'page-shown' }
>;

const said = ({ state }: LocalDevice): RemoteDevice => (state === 'starting' ? 'off' : state);

export const devicesMessage = ({ microphone, camera }: RoomInside): PeerMessage => ({
  type: 'devices',
  microphone: said(microphone),
  camera: said(camera),
});

/** What ends everything that is shown from here. */
export const endOfShares = ({ shares, shareRequest }: RoomInside): readonly RoomEffect[] => [
  ...(shareRequest.state === 'starting' ? [{ type: 'share-request-end' } as const] : []),
  ...shares.map(({ stream }) => ({ type: 'share-end', stream }) as const),
];

const change = (state: RoomState, room: RoomInside, effects: readonly RoomEffect[] = []): RoomStep => {
  const before = state.room as RoomInside;
  const told =
    said(before.microphone) !== said(room.microphone) || said(before.camera) !== said(room.camera)
      ? [{ type: 'tell', message: devicesMessage(room) } as const]
      : [];
  return [{ ...state, room }, [...effects, ...told]];
};

const withDevice = (room: RoomInside, device: CaptureDevice, now: LocalDevice, stream?: StreamId): RoomInside => {
  if (device === 'microphone') return { ...room, microphone: now };
  const { localStream: _, ...rest } = room;
  return { ...rest, camera: now, ...(stream !== undefined && { localStream: stream }) };
};

const begin = (state: RoomState, room: RoomInside, device: CaptureDevice): RoomStep =>
  change(state, withDevice(room, device, { state: 'starting' }), [{ type: 'capture', device }]);

const setDevice = (state: RoomState, room: RoomInside, device: CaptureDevice, on: boolean): RoomStep => {
  if (on === isOn(room[device])) return [state, []];
  if (!on) return change(state, withDevice(room, device, { state: 'off' }), [{ type: 'capture-end', device }]);
  // Whoever speaks wants to hear the answer.
  const hearing = device === 'microphone' ? { ...room, deafened: false, speaksAgain: false } : room;
  return begin(state, hearing, device);
};

const deafen = (state: RoomState, room: RoomInside, deafened: boolean): RoomStep => {
  if (room.deafened === deafened) return [state, []];
  const spoke = isOn(room.microphone);
  const next = { ...room, deafened, speaksAgain: deafened && spoke };
  const known = { ...state, room: next };
  if (deafened ? !spoke : !room.speaksAgain) return [known, []];
  return setDevice(known, next, 'microphone', !deafened);
};

/** Who was heard until it was unplugged is heard again. A camera is nobody's to turn on but the person's. */
const isMissed = (room: RoomInside, device: CaptureDevice): boolean => {
  const now = room[device];
  if (device === 'camera' || now.state !== 'unavailable') return false;
  return now.reason === 'device_missing' || now.reason === 'device_busy';
};

const pausedMessage = (paused: boolean): RoomEffect => ({ type: 'tell', message: { type: 'paused', paused } });

/** A phone that is locked takes them from a page; one that is merely in the background keeps them (call-flow.md R33). */
const pause = (state: RoomState, room: RoomInside): RoomStep =>
  room.paused ? [state, []] : [{ ...state, room: { ...room, paused: true } }, [pausedMessage(true)]];

/** While nobody looked, the network may have gone, too. */
const wake = (state: RoomState, { paused, ...room }: RoomInside): RoomStep => {
  const revive: RoomEffect = { type: 'revive' };
  if (!paused) return [state, [revive]];
  const captures = (['microphone', 'camera'] as const)
    .filter((device) => isOn(room[device]))
    .map((device): RoomEffect => ({ type: 'capture', device }));
  return [{ ...state, room }, [revive, ...captures, pausedMessage(false)]];
};

const none: ShareRequest = { state: 'none' };

const stopSharing = (state: RoomState, room: RoomInside, stream: StreamId | undefined): RoomStep => {
  if (stream === undefined) {
    return [{ ...state, room: { ...room, shares: [], shareRequest: none } }, endOfShares(room)];
  }
  const shares = room.shares.filter((share) => share.stream !== stream);
  if (shares.length === room.shares.length) return [state, []];
  return [{ ...state, room: { ...room, shares } }, [{ type: 'share-end', stream }]];
};

const isStarting = ({ shareRequest }: RoomInside): boolean => shareRequest.state === 'starting';

export const ownSide = (state: RoomState, event: OwnSideEvent): RoomStep => {
  const { room } = state;
  if (room.phase !== 'inside') {
    // Whoever knocks may look elsewhere until they are let in.
    const isHiding = event.type === 'page-hidden';
    return isHiding || event.type === 'page-shown' ? [{ ...state, hidden: isHiding }, []] : [state, []];
  }
  const shown = (change: Partial<Pick<RoomInside, 'shares' | 'shareRequest'>>): RoomState => ({
    ...state,
    room: { ...room, ...change },
  });
  switch (event.type) {
    case 'device-set':
      return setDevice(state, room, event.device, event.on);
    case 'deafened-set':
      return deafen(state, room, event.deafened);
    case 'device-started':
      return isOn(room[event.device])
        ? change(state, withDevice(room, event.device, { state: 'on' }, event.stream))
        : [state, []];
    case 'device-failed':
      // A phone that is locked lets go of it, or gives it to nobody; it will be asked for again.
      if (state.hidden && isOn(room[event.device])) return pause(state, room);
      return isOn(room[event.device])
        ? change(state, withDevice(room, event.device, { state: 'unavailable', reason: event.reason }))
        : [state, []];
    case 'device-found':
      if (!isMissed(room, event.device)) return [state, []];
      // Whoever hears nobody is not heard either.
      return room.deafened
        ? change(state, { ...withDevice(room, event.device, { state: 'off' }), speaksAgain: true })
        : begin(state, room, event.device);
    case 'device-silenced':
      return state.hidden && isOn(room[event.device]) ? pause(state, room) : [state, []];
    case 'page-hidden':
      return [{ ...state, hidden: true }, [{ type: 'captures-look' }]];
    case 'page-shown':
      return wake({ ...state, hidden: false }, room);
    case 'share-asked':
      if (isStarting(room)) return [state, []];
      if (room.shares.length >= MOST_SHARES) return [shown({ shareRequest: { state: 'full' } }), []];
      return [shown({ shareRequest: { state: 'starting', kind: 'screen' } }), [{ type: 'share' }]];
    case 'share-stop-asked':
      return stopSharing(state, room, event.stream);
    case 'share-started': {
      if (!isStarting(room)) return [state, []];
      const { stream, sound } = event;
      return [shown({ shareRequest: none, shares: [...room.shares, { stream, kind: 'screen', sound }] }), []];
    }
    case 'share-failed': {
      if (!isStarting(room)) return [state, []];
      const { reason } = event;
      return [
        shown({ shareRequest: reason === 'share_cancelled' ? none : { state: 'failed', kind: 'screen', reason } }),
        [],
      ];
    }
    case 'share-ended': {
      const shares = room.shares.filter(({ stream }) => stream !== event.stream);
      return shares.length < room.shares.length ? [shown({ shares }), []] : [state, []];
    }
    default:
      return assertNever(event);
  }
};
