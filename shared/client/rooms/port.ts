import type { StreamId } from '#shared/core/call/call.ts';
import type { Outcome } from '#shared/core/reason.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { RoomVisit } from '#shared/protocol/room.ts';

/** What the room of a link is. */
export interface RoomView {
  readonly name: string;
  /** How many are inside now, and how many can be. */
  readonly inside: number;
  readonly most: number;
  readonly waitingRoom: boolean;
}

/** Rooms as one context has them: at most one at a time. Loaded when the first is near. One without media only makes them. */
export interface Rooms {
  state(): Room;
  /** Called after each change of state. Returns what ends it. */
  subscribe(listener: (room: Room) => void): () => void;
  /** Makes a room and resolves to its link; nobody is inside yet. */
  create(options: { readonly name: string; readonly waitingRoom: boolean }): Promise<Outcome<string>>;
  /** `not_found` where it has ended, or the link is not whole; `bad_request` where it is none of this relay. */
  look(link: string): Promise<Outcome<RoomView>>;
  /** Enters with the microphone on, as soon as one is let in. `already_in_call` during a call. Must start in a click. */
  join(link: string): void;
  leave(): void;
  /** Puts away what is over. */
  dismiss(): void;
  /** By the host: lets somebody in who knocks, or not. */
  admit(account: AccountId, admit: boolean): Promise<Outcome>;
  /** By the host: for good. */
  remove(account: AccountId): Promise<Outcome>;
  /** By who made it: for everyone. */
  end(): Promise<Outcome>;
  /** In writing, of up to `TEXT_MAX` characters: to everyone who is inside now, and kept nowhere. */
  say(text: string): void;
  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  setDeafened(deafened: boolean): void;
  /** The system's picker. Must be called in a click. */
  shareScreen(): void;
  /** This one, else all of one's own. */
  stopSharing(stream?: StreamId): void;
  /** The stream behind an id in the state. */
  stream(id: StreamId): MediaStream | undefined;
  /** How loud somebody is now, 0 to 1; `undefined` while nothing arrives. */
  voice(visit: RoomVisit): number | undefined;
}
