import type { AppState } from '#shared/core/app.ts';
import type { AppEvent } from '#shared/core/mind.ts';
import { done, failed, type Outcome } from '#shared/core/reason.ts';
import { type Ports, type StoredSession, StoreError } from '../ports.ts';
import type { Hands } from '../run-effects.ts';

// What people do here is loaded when they first do it; what they are shown does not wait for that.

/** The client that an act is done in. */
export interface Within {
  readonly ports: Ports;
  readonly hands: Hands;
  readonly state: () => AppState;
  readonly session: () => StoredSession | undefined;
  /** Takes the session from the store. */
  recall(): Promise<void>;
  /** Nobody is signed in any more. */
  forget(): void;
  dispatch(event: AppEvent): void;
}

/** A write to the store as an outcome. */
export const stored = async (write: Promise<unknown>): Promise<Outcome> => {
  try {
    await write;
    return done;
  } catch (error) {
    if (error instanceof StoreError) return failed(error.reason);
    throw error;
  }
};

/** An act of somebody who is signed in. */
export const signedIn = <T>(
  { session }: Pick<Within, 'session'>,
  act: (session: StoredSession) => Promise<Outcome<T>>,
): Promise<Outcome<T>> => {
  const self = session();
  return self ? act(self) : Promise.resolve(failed('unauthorized'));
};
