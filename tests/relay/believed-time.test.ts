import { expect, test } from 'vitest';
import { createBelievedTime } from '../../relay/believed-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = 20_000 * DAY + 12 * HOUR;

/** A relay's time, with its clock in the test's hand. */
const begin = (at = NOON, seen?: Parameters<ReturnType<typeof createBelievedTime>['goOn']>[0]) => {
  let clock = at;
  const time = createBelievedTime(() => clock);
  time.goOn(seen);
  return {
    time,
    /** So much passes, by the clock, which is looked at each hour. */
    pass(ms: number) {
      for (let passed = 0; passed < ms; passed += HOUR) {
        clock += Math.min(HOUR, ms - passed);
        time.look();
      }
    },
    set: (to: number) => (clock = to),
  };
};

test('[MB14] a clock that jumps far ahead makes nothing older than the time that passes, for a day', () => {
  const { time, pass, set } = begin();
  pass(5 * HOUR);
  expect(time.now()).toBe(NOON + 5 * HOUR);
  set(NOON + 1_000 * DAY);
  expect(time.now()).toBe(NOON + 5 * HOUR);
  time.look();
  pass(23 * HOUR);
  expect(time.now()).toBe(NOON + 28 * HOUR);
  pass(HOUR);
  expect(time.now()).toBe(NOON + 1_001 * DAY);
});

test('[MB14] one that is set right again is believed at once, and so is one that goes back', () => {
  const { time, pass, set } = begin();
  set(NOON + 1_000 * DAY);
  time.look();
  pass(3 * HOUR);
  set(NOON + 4 * HOUR);
  expect(time.now()).toBe(NOON + 4 * HOUR);
  time.look();
  pass(2 * HOUR);
  expect(time.now()).toBe(NOON + 6 * HOUR);
  set(NOON - 100 * DAY);
  expect(time.now()).toBe(NOON - 100 * DAY);
});

test('[MB14] what was seen is gone on from after a restart, and a relay that is started often believes the clock, too', () => {
  const before = begin();
  const seen = before.time.look();
  const later = begin(NOON + 40 * DAY, seen);
  expect(later.time.now()).toBe(NOON);
  later.pass(5 * HOUR);
  const again = begin(NOON + 40 * DAY + 20 * HOUR, later.time.look());
  expect(again.time.now()).toBe(NOON + 20 * HOUR);
  const nextDay = begin(NOON + 41 * DAY, again.time.look());
  expect(nextDay.time.now()).toBe(NOON + 41 * DAY);
  expect(begin(NOON + 42 * DAY, nextDay.time.look()).time.now()).toBe(NOON + 42 * DAY);
});
