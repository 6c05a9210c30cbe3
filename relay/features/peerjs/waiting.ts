import { between } from '../../between.ts';

/** PeerServer's own default. */
const EXPIRE_MS = 5_000;
/** To one peer who is not there: the offer and candidates of many a caller. */
const MAX_BYTES_OF_PEER = 1024 * 1024;
const MAX_BYTES = 16 * 1024 * 1024;

interface Queue {
  readonly since: number;
  /** Who wrote, and what. */
  readonly messages: (readonly [src: string, text: string])[];
  bytes: number;
}

/** Who wrote in vain, and to whom. */
export interface Unheard {
  readonly src: string;
  readonly dst: string;
}

export interface Waiting {
  /** False where there is no room. */
  put(src: string, dst: string, text: string, now: number): boolean;
  /** What waits for this peer, in order; it waits no longer. */
  take(dst: string): readonly string[];
  /** Forgets what has waited too long. Each pair once. */
  expire(now: number): readonly Unheard[];
}

/** Messages for peers who are not there, a few seconds long: a page that is loaded again comes back to them. */
export const createWaiting = (): Waiting => {
  const queues = new Map<string, Queue>();
  let bytes = 0;

  const remove = (dst: string): Queue | undefined => {
    const queue = queues.get(dst);
    queues.delete(dst);
    bytes -= queue?.bytes ?? 0;
    return queue;
  };

  return {
    put(src, dst, text, now) {
      const queue = queues.get(dst) ?? { since: now, messages: [], bytes: 0 };
      const size = Buffer.byteLength(text);
      if (queue.bytes + size > MAX_BYTES_OF_PEER || bytes + size > MAX_BYTES) return false;
      queues.set(dst, queue);
      queue.messages.push([src, text]);
      queue.bytes += size;
      bytes += size;
      return true;
    },
    take: (dst) => remove(dst)?.messages.map(([, text]) => text) ?? [],
    expire(now) {
      const old = [...queues].filter(([, { since }]) => between(since, now) >= EXPIRE_MS);
      return old.flatMap(([dst]) => {
        const senders = new Set(remove(dst)?.messages.map(([src]) => src));
        return [...senders].map((src) => ({ src, dst }));
      });
    },
  };
};
