import { describe, expect, test } from 'vitest';
import { createTimes } from '../../relay/features/mailbox/times.ts';

const AT = 1_800_000_000_000;
const MINUTE_MS = 60_000;

const setUp = () => {
  let now = AT;
  const times = createTimes(() => now);
  const set = (to: number): void => {
    now = to;
  };
  return { times, set };
};
const [ann, bo] = [{}, {}];

describe('the times of envelopes', () => {
  test('[MB13] [CO6] a clock that is set back by some minutes sets nothing back, and one person’s follow each other', () => {
    const { times, set } = setUp();
    expect(times.next(ann)).toBe(AT);
    set(AT - 4 * MINUTE_MS);
    expect([times.next(ann), times.next(ann), times.next(bo)]).toEqual([AT + 1, AT + 2, AT]);
    set(AT - 1);
    expect(times.next(ann)).toBe(AT + 3);
    set(AT + 10);
    expect([times.next(ann), times.next(bo)]).toEqual([AT + 10, AT + 10]);
  });

  test('[MB13] a clock that is further back is believed: nobody’s messages are hours ahead', () => {
    const { times, set } = setUp();
    set(AT + 3 * 60 * MINUTE_MS);
    times.next(ann);
    set(AT);
    expect([times.next(ann), times.next(ann), times.next(bo)]).toEqual([AT, AT + 1, AT]);
    set(AT - MINUTE_MS);
    expect(times.next(ann)).toBe(AT + 2);
  });

  test('[MB2] many at once take nobody else’s times ahead of the clock', () => {
    const { times } = setUp();
    expect(Array.from({ length: 5 }, () => times.next(ann))).toEqual([AT, AT + 1, AT + 2, AT + 3, AT + 4]);
    expect(times.next(bo)).toBe(AT);
  });

  test('[MB13] they go on from what was committed before a restart, unless the clock was wrong then', () => {
    const { times, set } = setUp();
    times.goOn(AT + MINUTE_MS);
    expect(times.next(ann)).toBe(AT + MINUTE_MS);
    set(AT + 2 * MINUTE_MS);
    expect(times.next(ann)).toBe(AT + 2 * MINUTE_MS);
    const other = setUp();
    other.times.goOn(AT + 60 * MINUTE_MS);
    expect(other.times.next(ann)).toBe(AT);
  });
});
