import type { StreamId } from '#shared/core/call/call.ts';
import type { Chance } from '../ports.ts';

/** Streams by the names they have in the state, for as long as their call or connection lasts. */
export interface Streams {
  hold(stream: MediaStream): StreamId;
  get(id: StreamId): MediaStream | undefined;
  drop(id: StreamId): void;
  clear(): void;
}

export const createStreams = (chance: Chance): Streams => {
  const held = new Map<StreamId, MediaStream>();
  return {
    hold: (stream) => {
      const id = chance.uuid();
      held.set(id, stream);
      return id;
    },
    get: (id) => held.get(id),
    drop: (id) => void held.delete(id),
    clear: () => held.clear(),
  };
};
