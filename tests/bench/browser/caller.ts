/** Milliseconds of one call. */
export interface CallTimes {
  /** Click on call → the callee's device rings. */
  readonly ring: number;
  /** Click on answer → the callee's first video frame at the caller. */
  readonly calleeAtCaller: number;
  /** Click on answer → the caller's first video frame at the callee. */
  readonly callerAtCallee: number;
}

/** Two people in two browsers who can call each other. */
export interface CallPair {
  call(): Promise<CallTimes>;
  close(): Promise<void>;
}
