import { StoreError } from './ports.ts';

/** For code that is loaded on demand and cannot be now: to whoever needed it that is a lost network, and no fault of ours. */
export const outOfReach = (cause: unknown): never => {
  throw new StoreError('offline', { cause });
};
