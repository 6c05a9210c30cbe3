import type { Instant } from '#shared/protocol/ids.ts';

/** Time and chance, brought along by every event. `jitter` is up to a second, in milliseconds. */
export interface Moment {
  readonly now: Instant;
  readonly jitter: number;
}

/** What a transition gives back: the next state, the very same object where nothing changed, and what is to be done. */
export type Step<State, Effect> = readonly [State, readonly Effect[]];
