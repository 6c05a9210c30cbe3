import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What can be wrong with a network.
 * - `cut`: connections end and none can be made
 * - `reset`: the same by RST
 * - `half-open`: what is open goes nowhere and is never closed; what is opened waits
 * - `bytewise`: one byte at a time
 * - `slow`: 300 ms each way, give or take 100
 * - `stalls`: one piece in twenty is held for up to 1.5 s, and all behind it
 */
export type Fault = 'cut' | 'reset' | 'half-open' | 'bytewise' | 'slow' | 'stalls';
export const FAULTS: readonly Fault[] = ['cut', 'reset', 'half-open', 'bytewise', 'slow', 'stalls'];

/** A TCP proxy in front of one port of this machine, whose network can be broken and healed. */
export interface FaultProxy {
  readonly port: number;
  break(fault: Fault): void;
  heal(): void;
  close(): Promise<void>;
}

/** One connection through the proxy. `lost` once nothing of it arrives any more. */
interface Passage {
  readonly near: Socket;
  readonly far: Socket;
  lost: boolean;
}

/** `overhear` gets every piece that comes, in both directions. */
export const startFaultProxy = async (
  port: number,
  random: () => number,
  overhear: (piece: Buffer) => void = () => {},
): Promise<FaultProxy> => {
  const passages = new Set<Passage>();
  let fault: Fault | undefined;
  let healed = Promise.withResolvers<void>();

  /** How long the next piece is on its way, in ms. */
  const delay = (): number => {
    if (fault === 'slow') return 200 + random() * 200;
    if (fault === 'stalls' && random() < 0.05) return 500 + random() * 1_000;
    return 0;
  };

  const write = async (to: Socket, piece: Buffer): Promise<void> => {
    if (to.destroyed) return;
    if (to.write(piece)) return;
    await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => {}); // closes, which is heard
  };

  const writeBytewise = async (to: Socket, piece: Buffer): Promise<void> => {
    for (const byte of piece) {
      await write(to, Buffer.of(byte));
      await new Promise(setImmediate);
    }
  };

  /** Pieces arrive in their order, each no sooner than its delay. */
  const pass = (passage: Passage, from: Socket, to: Socket): void => {
    let line = Promise.resolve();
    from.on('data', (piece: Buffer) => {
      overhear(piece);
      const due = performance.now() + delay();
      line = line.then(async () => {
        const early = due - performance.now();
        if (early > 0) await sleep(early);
        if (passage.lost) return;
        await (fault === 'bytewise' ? writeBytewise(to, piece) : write(to, piece));
      });
    });
    from.on('close', () => void line.then(() => passage.lost || to.end()));
  };

  const server = createServer(async (near) => {
    near.setNoDelay(true);
    near.on('error', () => {}); // closes, which is heard
    if (fault === 'cut') return near.destroy();
    if (fault === 'reset') return near.resetAndDestroy();
    if (fault === 'half-open') await healed.promise;
    const far = connect(port, '127.0.0.1');
    far.setNoDelay(true);
    far.on('error', () => {});
    const passage: Passage = { near, far, lost: false };
    passages.add(passage);
    near.on('close', () => passages.delete(passage));
    pass(passage, near, far);
    pass(passage, far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const lose = (passage: Passage): void => {
    passage.lost = true;
    if (fault === 'half-open') {
      passage.far.destroy();
    } else if (fault === 'reset') {
      passage.near.resetAndDestroy();
      passage.far.resetAndDestroy();
    } else {
      passage.near.destroy();
      passage.far.destroy();
    }
  };

  return {
    port: (server.address() as AddressInfo).port,
    break: (next) => {
      fault = next;
      if (next === 'cut' || next === 'reset' || next === 'half-open') for (const passage of passages) lose(passage);
    },
    heal: () => {
      fault = undefined;
      healed.resolve();
      healed = Promise.withResolvers();
    },
    close: async () => {
      healed.resolve();
      server.close();
      for (const { near, far } of passages) {
        near.destroy();
        far.destroy();
      }
      await once(server, 'close');
    },
  };
};
