import type { Child } from '../child.ts';
import { must } from '../guard.ts';
import { cpuSeconds } from '../machine.ts';
import type { Side } from '../samples.ts';

/** A running server under test. */
export interface Server {
  readonly port: number;
  readonly tls: boolean;
  /** Resident bytes after two forced collections. */
  memory(): Promise<number>;
  /** CPU seconds used so far by all its threads; wall-clock seconds where the system does not tell. */
  cpu(): number;
  /**
   * Lines for the load client, "ticket account device", one for each of `count` endpoints from `first` on; tickets are
   * fresh on each call. What `absent` says yes to gets none: it is only known as a recipient.
   */
  endpoints(first: number, count: number, absent?: (index: number) => boolean): Promise<readonly string[]>;
  /** SIGKILL, then a new process on the same data. */
  crash(): Promise<Server>;
  /** SIGSTOP: sockets stay open and nothing is answered. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** What the load client speaks: ours, or PeerServer's, which the bare routers answer to as well. */
export type Protocol = 'tincan' | 'peer';

/** Ours or one it is held against: what the scenarios know of them. */
export interface Contender {
  readonly side: Side;
  readonly protocol: Protocol;
  start(options: ServerOptions): Promise<Server>;
}

export interface Crowd {
  readonly people: number;
  /** How many contacts each of them has: 1, or an even number, half of them on either side in a ring. */
  readonly contacts: number;
}

export interface ServerOptions {
  readonly tls: boolean;
  /** Core 0 alone where nothing is said. */
  readonly cores?: 'all';
  /** Who has an account; 10,500 who know one other each where nothing is said. Only ours has accounts. */
  readonly crowd?: Crowd;
}

/** Flags of node for every server under test. */
export const NODE_FLAGS = ['--expose-gc', '--import', new URL('memory-line.mjs', import.meta.url).href];

export const measured = (child: Child): Pick<Server, 'memory' | 'cpu' | 'pause' | 'resume' | 'stop'> => ({
  async memory() {
    process.kill(child.pid, 'SIGUSR2');
    const line = await child.line((line) => line.startsWith('memory '));
    const usage: unknown = JSON.parse(line.slice('memory '.length));
    must(
      typeof usage === 'object' && usage !== null && 'rss' in usage && typeof usage.rss === 'number',
      'no memory line',
    );
    return usage.rss;
  },
  cpu: () => cpuSeconds(child.pid) ?? performance.now() / 1000,
  pause: () => process.kill(child.pid, 'SIGSTOP'),
  resume: () => process.kill(child.pid, 'SIGCONT'),
  stop: child.stop,
});
