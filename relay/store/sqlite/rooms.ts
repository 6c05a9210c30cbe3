import { type Connection, literal, slot } from './database.ts';
import type { Part } from './part.ts';

type RoomOperations = Part<
  'createRoom' | 'room' | 'setRoomIdle' | 'setRoomMember' | 'removeRoom' | 'emptyRooms' | 'forgetRooms'
>;

/** What is kept of rooms, so that their links are good while nobody is inside. */
export const roomOperations = ({ queries, prepare }: Connection): RoomOperations => {
  const add = prepare(
    queries.insertInto('rooms').values({
      code: slot(),
      proof: slot(),
      about: slot(),
      creator: slot(),
      waiting_room: slot(),
      created_at: slot(),
      idle_since: slot(),
    }),
  );
  const byCode = prepare(
    queries
      .selectFrom('rooms')
      .innerJoin('accounts', 'accounts.id', 'rooms.creator')
      .select(['code', 'proof', 'about', 'accounts.uid as creator', 'waiting_room', 'idle_since as idleSince'])
      .where('code', '=', slot<string>()),
  );
  const members = prepare(
    queries
      .selectFrom('room_members')
      .innerJoin('accounts', 'accounts.id', 'room_members.account')
      .select(['accounts.uid as account', 'standing'])
      .where('room', '=', slot<string>()),
  );
  const setIdle = prepare(
    queries.updateTable('rooms').set({ idle_since: slot<number | null>() }).where('code', '=', slot<string>()),
  );
  const setMember = prepare(
    queries.replaceInto('room_members').values({ room: slot(), account: slot(), standing: slot() }),
  );
  const remove = prepare(queries.deleteFrom('rooms').where('code', '=', slot<string>()));
  const empty = prepare(
    queries.updateTable('rooms').set({ idle_since: slot<number>() }).where('idle_since', 'is', literal(null)),
  );
  const forget = prepare(queries.deleteFrom('rooms').where('idle_since', '<', slot<number>()));

  return {
    createRoom: ({ code, proof, about, creator, waitingRoom, at }) => {
      add.run(code, proof, about, creator, waitingRoom ? 1 : 0, at, at);
    },
    room: (code) => {
      const found = byCode.get(code);
      if (!found) return undefined;
      const { waiting_room, ...facts } = found;
      return { ...facts, waitingRoom: waiting_room === 1, members: members.all(code) };
    },
    setRoomIdle: (code, since) => {
      setIdle.run(since, code);
    },
    setRoomMember: (code, account, standing) => {
      setMember.run(code, account, standing);
    },
    removeRoom: (code) => {
      remove.run(code);
    },
    emptyRooms: (at) => {
      empty.run(at);
    },
    forgetRooms: (before) => {
      forget.run(before);
    },
  };
};
