import type { ConversationId } from '#shared/protocol/ids.ts';
import type { Clock, History, StoredSession } from './ports.ts';

/** A device may sleep through a timer, and no timer is longer than some days. */
const LOOK_MS = 3_600_000;

export interface ExpiryOptions {
  readonly history: Pick<History, 'expire'>;
  readonly clock: Clock;
  readonly session: () => StoredSession | undefined;
  readonly onChanged: (conversation: ConversationId) => void;
  /** Files may have gone with messages: the relay has to hear of it. */
  readonly onGone: () => void;
  readonly onBroken: (error: unknown) => void;
  /** Runs it after a while, for what could not be done. */
  readonly later: (run: () => void) => void;
}

/** Lets messages disappear when their time has come, in whichever context is there. */
export interface Expiry {
  /** Something was sent or read, or this context has just begun. */
  look(): void;
  close(): void;
}

export const createExpiry = ({
  history,
  clock,
  session,
  onChanged,
  onGone,
  onBroken,
  later,
}: ExpiryOptions): Expiry => {
  let cancel = (): void => {};
  let running = false;
  let again = false;

  const work = async (): Promise<void> => {
    if (!session()) return;
    const { changed, next } = await history.expire(clock.now());
    cancel();
    if (next !== undefined) cancel = clock.after(Math.min(Math.max(0, next - clock.now()), LOOK_MS), look);
    for (const conversation of changed) onChanged(conversation);
    if (changed.length > 0) onGone();
  };
  const run = async (): Promise<void> => {
    running = true;
    while (again) {
      again = false;
      await work().catch((error: unknown) => {
        onBroken(error);
        later(look);
      });
    }
    running = false;
  };
  const look = (): void => {
    again = true;
    if (!running) void run();
  };

  return { look, close: () => cancel() };
};
