import { setTimeout as sleep } from 'node:timers/promises';
import { freeBytes } from '../../free-bytes.ts';
import { isDiskFull, type Store } from '../../store/store.ts';

/** A database that has not written by then keeps people waiting, too. */
const PATIENCE_MS = 2_000;
/** Whoever asks more often gets the same answer: anybody may ask, and each look is written to the disk. */
const FRESH_MS = 1_000;

export interface Health {
  /** What is not well, each in words; nothing where people can be served. */
  complaints(): Promise<readonly string[]>;
}

export interface HealthOptions {
  readonly store: Pick<Store, 'tryToWrite'>;
  readonly dataDir: string;
  /** Less room on the disk than this, in MiB, is too little. */
  readonly freeMib: number;
  /** The relay has been told to end. */
  readonly isStopping: () => boolean;
  readonly clock: () => number;
}

const MIB = 1024 * 1024;

const words = (error: unknown): string => (isDiskFull(error) ? 'the disk takes nothing' : 'it cannot be written');

/** Whether the relay can do its work: whether what it is told reaches the disk, and will for a while. */
export const createHealth = ({ store, dataDir, freeMib, isStopping, clock }: HealthOptions): Health => {
  const database = async (): Promise<string> => {
    const patience = new AbortController();
    const tired = sleep(PATIENCE_MS, 'it does not answer', { signal: patience.signal }).catch(() => '');
    const written = store.tryToWrite().then(() => '', words);
    const complaint = await Promise.race([written, tired]);
    patience.abort();
    return complaint && `database: ${complaint}`;
  };

  const disk = async (): Promise<string> => {
    const free = Math.floor((await freeBytes(dataDir)) / MIB);
    return free < freeMib ? `disk: ${free} MiB are free, ${freeMib} are wanted` : '';
  };

  const look = async (): Promise<readonly string[]> =>
    (await Promise.all([database(), disk()])).filter((complaint) => complaint !== '');

  let looked = Number.NEGATIVE_INFINITY;
  let found: Promise<readonly string[]> = Promise.resolve([]);

  return {
    async complaints() {
      if (isStopping()) return ['relay: it is shutting down'];
      const now = clock();
      if (now - looked >= FRESH_MS || now < looked) {
        looked = now;
        found = look();
      }
      return found;
    },
  };
};
