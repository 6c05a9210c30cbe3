import type { PeerEvent, PeerMessage } from '#shared/core/call/peer.ts';
import type { RoomInside } from '#shared/core/rooms/room.ts';
import { noRoom, type RoomEffect, type RoomEvent, type RoomState } from '#shared/core/rooms/state.ts';
import { room as machine } from '#shared/core/rooms/transition.ts';
import type { Participant, RoomRecord } from '#shared/protocol/room.ts';
import { ann, annPhone, bo, boPhone, cy, uuid } from '#tests/fakes/ids.ts';

export const CODE = 'AbCdEf1234';
export const LINK = `https://relay.test/#/room/${CODE}.AAAAAAAAAAAAAAAAAAAAAA`;
export const NOW = 1_800_000_000_000;
export const visitOf = (n: number): string => n.toString(16).padStart(32, '0');
export const MINE = visitOf(1);

export const inside = (account: string, login: string, visit: number, endpoint = `at-${visit}`): Participant => ({
  account,
  login,
  device: account === ann ? annPhone : account === bo ? boPhone : uuid(0xc1),
  endpoint,
  visit: visitOf(visit),
  since: NOW,
});
export const me = inside(ann, 'ann', 1);
export const them = inside(bo, 'bo', 2);
export const third = inside(cy, 'cy', 3);

export const record = (
  version: number,
  people: readonly Participant[],
  change: Partial<RoomRecord> = {},
): RoomEvent => ({
  type: 'news',
  news: {
    type: 'record',
    record: {
      room: CODE,
      epoch: 'one',
      version,
      about: '',
      creator: ann,
      host: ann,
      waiting_room: false,
      most: 6,
      inside: [...people],
      knocking: [],
      removed: [],
      ...change,
    },
  },
});

/** What a play has come to, and what its last event has asked to be done. */
interface Scene {
  readonly state: RoomState;
  readonly effects: readonly RoomEffect[];
}

export const play = (scene: Scene, ...events: readonly (RoomEvent & { readonly after?: number })[]): Scene =>
  events.reduce<Scene>(({ state }, event) => {
    const [next, effects] = machine(state, event, { account: ann, login: 'ann', now: NOW + (event.after ?? 0) });
    return { state: next, effects };
  }, scene);

export const nothing: Scene = { state: noRoom, effects: [] };
export const asked: Extract<RoomEvent, { type: 'join-asked' }> = {
  type: 'join-asked',
  code: CODE,
  link: LINK,
  visit: MINE,
};
export const entered = (...people: readonly Participant[]): Scene => play(nothing, asked, record(1, [me, ...people]));

export const insideOf = ({ state }: Scene): RoomInside => {
  if (state.room.phase !== 'inside') throw new Error(`The room is ${state.room.phase}`);
  return state.room;
};
export const names = (scene: Scene): readonly string[] => insideOf(scene).people.map(({ login }) => login);
export const peer = (visit: number, event: PeerEvent): RoomEvent => ({ type: 'peer', visit: visitOf(visit), event });
export const says = (visit: number, message: PeerMessage): RoomEvent => peer(visit, { type: 'message', message });
export const done = ({ effects }: Scene): readonly string[] => effects.map(({ type }) => type);
