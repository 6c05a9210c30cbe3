import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import { between } from '../../between.ts';

/** Within this time (call-flow.md R12). */
const WINDOW_MS = 10 * 60 * 1000;

/** Who has rung whom in vain, and how often lately. Forgotten with the process: it keeps nobody from writing. */
export interface UnansweredRings {
  note(caller: AccountId, callee: AccountId, now: Instant): void;
  /** The callee has answered, or calls back: whatever was before no longer counts. */
  forget(caller: AccountId, callee: AccountId): void;
  /** Seconds until the caller may ring again; 0 where they may. */
  wait(caller: AccountId, callee: AccountId, now: Instant): number;
  sweep(now: Instant): void;
}

/** `most` unanswered rings of one person to another in ten minutes, then no more. */
export const createUnansweredRings = (most: number): UnansweredRings => {
  const rings = new Map<string, readonly Instant[]>();

  const pair = (caller: AccountId, callee: AccountId): string => `${caller} ${callee}`;
  const recent = (key: string, now: Instant): readonly Instant[] =>
    (rings.get(key) ?? []).filter((at) => between(at, now) < WINDOW_MS);

  return {
    note(caller, callee, now) {
      const key = pair(caller, callee);
      rings.set(key, [...recent(key, now), now]);
    },
    forget: (caller, callee) => void rings.delete(pair(caller, callee)),
    wait(caller, callee, now) {
      const last = recent(pair(caller, callee), now).slice(-most);
      const [first] = last;
      return first === undefined || last.length < most ? 0 : Math.ceil((WINDOW_MS - between(first, now)) / 1000);
    },
    sweep(now) {
      for (const key of rings.keys()) if (recent(key, now).length === 0) rings.delete(key);
    },
  };
};
