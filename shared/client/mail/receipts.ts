import type { Chance, Clock, History, StoredSession } from '../ports.ts';

/** What comes and is seen within this time is said at once: an open conversation answers with one receipt, not with two. */
const GATHER_MS = 300;

export interface ReceiptsOptions {
  readonly history: Pick<History, 'queueReceipts'>;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'ulids'>;
  readonly session: () => StoredSession | undefined;
  readonly onQueued: () => void;
  readonly onBroken: (error: unknown) => void;
}

/** Tells people that their messages are here and have been read, and one's own devices what has been read. */
export interface Receipts {
  /** Something may have come or been seen, in any context of this device. */
  look(): void;
  close(): void;
}

export const createReceipts = (options: ReceiptsOptions): Receipts => {
  const { history, clock, chance, session, onQueued, onBroken } = options;
  let cancel: (() => void) | undefined;

  const tell = async (): Promise<void> => {
    const self = session();
    if (self && (await history.queueReceipts(self.account.uid, clock.now(), await chance.ulids()))) onQueued();
  };

  return {
    look: () => {
      cancel ??= clock.after(GATHER_MS, () => {
        cancel = undefined;
        void tell().catch(onBroken);
      });
    },
    close: () => cancel?.(),
  };
};
