import type { HttpResponse } from 'uWebSockets.js';
import { Refusal } from '../http/refusal.ts';

/** The body of a request, a chunk at a time. */
export interface Upload {
  /** To be read once. Rejects with a refusal where there is too much of it, or the sender is gone before the end. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The sender is gone. */
  breakOff(): void;
  /** Nobody wants the rest. */
  discard(): void;
}

/**
 * Hands on what comes as it comes. Never more than `most` bytes are in memory: the library's own way to hold a sender
 * back (`pause`) now and then does not let it go on again (uws-pack 20.0.8, November 2026).
 */
export const createUpload = (res: HttpResponse, most: number): Upload => {
  const waiting: Uint8Array[] = [];
  let bytes = 0;
  let state: 'coming' | 'ended' | 'broken' | 'too-large' | 'discarded' = 'coming';
  let wake = (): void => {};

  const end = (how: Exclude<typeof state, 'coming'>): void => {
    if (state === 'coming') state = how;
    if (how !== 'ended') waiting.length = 0;
    wake();
  };

  res.onData((chunk, isLast) => {
    if (state !== 'coming') return;
    bytes += chunk.byteLength;
    if (bytes > most) return end('too-large');
    waiting.push(Buffer.from(chunk.slice(0))); // the library takes its buffer back
    if (isLast) end('ended');
    wake();
  });

  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = waiting.shift();
      if (chunk) yield chunk;
      else if (state === 'broken') throw new Refusal('bad_request', 'body: broken off');
      else if (state === 'too-large') throw new Refusal('too_large', `body: at most ${most} bytes`);
      else if (state !== 'coming') return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }

  return { chunks: chunks(), breakOff: () => end('broken'), discard: () => end('discarded') };
};
