import type { RoomView } from '#shared/client/client.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { Room, RoomEnding } from '#shared/core/rooms/room.ts';
import type { Words } from '../strings/en.ts';

/** Why a room cannot be entered, or looked at. */
export const roomReasonWords = (reason: Reason, { rooms, reasons }: Words): string => {
  switch (reason) {
    case 'not_found':
      return rooms.over;
    case 'bad_request':
      return rooms.wrong;
    case 'forbidden':
      return rooms.kept;
    default:
      return reasons[reason];
  }
};

/** Why the host's word was not taken. */
export const roomActWords = (reason: Reason, { rooms, reasons }: Words): string => {
  switch (reason) {
    case 'not_found':
      return rooms.gone;
    case 'forbidden':
      return rooms.hostOnly;
    default:
      return reasons[reason];
  }
};

/** What a room is called; in a general word while that is not known. */
export const roomName = (name: string | undefined, { rooms }: Words): string => name || rooms.anyRoom;

/** What a screen reader calls the place of a room. */
export const roomLabel = (name: string, { rooms }: Words): string => (name ? rooms.inRoom(name) : rooms.anyRoom);

/** Whether another try can end otherwise. */
export const mayTryAgain = (reason: Reason): boolean => !['not_found', 'bad_request', 'forbidden'].includes(reason);

export const roomEndingWords = (ending: RoomEnding, words: Words): string => {
  const { rooms } = words;
  switch (ending.kind) {
    case 'left':
      return rooms.ended(rooms.left);
    case 'call':
      return rooms.ended(rooms.answeredCall);
    case 'lost':
      return rooms.ended(rooms.losses[ending.loss]);
    case 'failed':
      return roomReasonWords(ending.reason, words);
  }
};

/** Whether the room is still there for whoever is out of it. */
export const mayJoinAgain = (ending: RoomEnding): boolean => {
  if (ending.kind === 'lost') return ending.loss === 'moved' || ending.loss === 'refused';
  return ending.kind !== 'failed' || mayTryAgain(ending.reason);
};

/** How many are inside, and what stands before coming in. */
export const viewWords = ({ inside, most, waitingRoom }: RoomView, { rooms, reasons }: Words): string => {
  const count = rooms.inside(inside, most);
  if (inside >= most) return `${count}. ${reasons.room_full}`;
  return waitingRoom ? `${count}. ${rooms.knockFirst}` : count;
};

/** The state of a room in a word or a few: what a screen reader is told. */
export const roomWords = (room: Room, words: Words): string => {
  switch (room.phase) {
    case 'none':
      return '';
    case 'joining':
      return words.rooms.joining;
    case 'knocking':
      return room.cutOff ? words.rooms.knockLost : words.rooms.knocking;
    case 'inside':
      return words.rooms.peopleInside(room.people.length + 1);
    case 'over':
      return roomEndingWords(room.ending, words);
  }
};
