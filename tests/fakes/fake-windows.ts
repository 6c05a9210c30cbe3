import type { WindowMessage, Windows } from '#shared/client/ports.ts';

export interface FakeWindow extends Windows {
  /** The context is killed: its locks are free, and it hears no more. */
  die(): void;
}

/** The contexts of one device: their channel and their locks. */
export const createFakeDevice = () => {
  const listeners = new Map<object, Set<(message: WindowMessage) => void>>();
  const locks = new Map<string, Promise<void>>();

  const open = (): FakeWindow => {
    const self = {};
    const mine = new Set<(message: WindowMessage) => void>();
    let alive = true;
    let release = (): void => {};
    const death = new Promise<void>((resolve) => {
      release = resolve;
    });
    listeners.set(self, mine);
    return {
      post: (message) => {
        if (!alive) return;
        queueMicrotask(() => {
          for (const [context, theirs] of listeners) if (context !== self) for (const hear of theirs) hear(message);
        });
      },
      listen: (listener) => {
        mine.add(listener);
        return () => mine.delete(listener);
      },
      exclusive: (lock, work) => {
        const before = locks.get(lock) ?? Promise.resolve();
        const run = before.then(() => (alive ? work() : undefined));
        locks.set(
          lock,
          Promise.race([run.catch(() => undefined), death]).then(() => undefined),
        );
        return run;
      },
      die: () => {
        alive = false;
        listeners.delete(self);
        release();
      },
    };
  };
  return { open };
};
