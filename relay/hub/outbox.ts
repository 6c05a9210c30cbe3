import { closeCode } from '#shared/protocol/errors.ts';
import type { RelayFrame } from '#shared/protocol/frames.ts';
import type { Endpoint, Socket } from './endpoint.ts';
import type { Person } from './people.ts';

/** A reader that leaves more than this unread is closed and resumes from its cursor (security.md row 11). */
export const MAX_UNREAD_BYTES = 1024 * 1024;

export interface Outbox {
  /** Text that is a frame already. */
  write(endpoint: Endpoint, text: string): void;
  send(endpoint: Endpoint, frame: RelayFrame): void;
  /** To every endpoint of this person that has been greeted. */
  tell(person: Person, frame: RelayFrame): void;
  /** The same with text that is a frame already. */
  tellText(person: Person, text: string): void;
}

/** False where the text waits for a reader who leaves too much unread. */
export const isRead = (socket: Socket, text: string): boolean =>
  socket.send(text) === 1 || socket.getBufferedAmount() <= MAX_UNREAD_BYTES;

/**
 * Gathers what goes to one socket in one turn of the event loop and writes it at once: system calls, not JavaScript,
 * are what relaying costs (measured: nearly four times the throughput).
 */
export const createOutbox = (): Outbox => {
  let dirty: Endpoint[] = [];

  const flush = (): void => {
    const endpoints = dirty;
    dirty = [];
    for (const endpoint of endpoints) {
      const texts = endpoint.outbox;
      endpoint.outbox = undefined;
      if (!texts || endpoint.phase === 'gone') continue;
      const { socket } = endpoint;
      const first = texts[0];
      let read = true;
      if (texts.length === 1 && first !== undefined) read = isRead(socket, first);
      else {
        socket.cork(() => {
          read = texts.every((text) => isRead(socket, text));
        });
      }
      if (!read) socket.end(closeCode.tooSlow, 'too slow'); // it learns why when it reads on
    }
  };

  const write = (endpoint: Endpoint, text: string): void => {
    if (endpoint.outbox) endpoint.outbox.push(text);
    else {
      endpoint.outbox = [text];
      if (dirty.push(endpoint) === 1) setImmediate(flush);
    }
  };

  const tellText = (person: Person, text: string): void => {
    for (const endpoint of person.endpoints) if (endpoint.phase === 'ready') write(endpoint, text);
  };

  return {
    write,
    send: (endpoint, frame) => write(endpoint, JSON.stringify(frame)),
    tell(person, frame) {
      if (person.endpoints.some(({ phase }) => phase === 'ready')) tellText(person, JSON.stringify(frame));
    },
    tellText,
  };
};
