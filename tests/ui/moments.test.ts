import { expect, test } from 'vitest';
import { en } from '#shared/ui/strings/en.ts';
import { agoWords, dayWords } from '#shared/ui/strings/long-moments.ts';
import { durationWords, shortMoment } from '#shared/ui/strings/moments.ts';

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 2, day, hour, minute).getTime();

test('days are told apart by the calendar, not by hours', () => {
  expect(dayWords(at(10, 0, 5), at(10, 23), en)).toBe('Today');
  expect(dayWords(at(9, 23, 59), at(10, 0, 1), en)).toBe('Yesterday');
  expect(dayWords(at(8, 12), at(10, 0, 1), en)).toBe('March 8');
  expect(dayWords(new Date(2024, 0, 5).getTime(), at(10, 0), en)).toBe('January 5, 2024');
});

test('days are counted right over a change of the clocks', () => {
  // Europe and America change in the last days of March and October: whatever zone this runs in, each step is one day.
  for (let day = 1; day < 365; day += 1) {
    const before = new Date(2026, 0, day, 12).getTime();
    const after = new Date(2026, 0, day + 1, 12).getTime();
    expect(dayWords(before, after, en)).toBe('Yesterday');
  }
});

test('the list says the time today, the weekday within a week, else the date', () => {
  expect(shortMoment(at(10, 9, 5), at(10, 12), en)).toBe('9:05 AM');
  expect(shortMoment(at(7, 9), at(10, 12), en)).toBe('Sat');
  expect(shortMoment(at(1, 9), at(10, 12), en)).toBe('Mar 1');
});

test('a clock that runs ahead of this one says the time, not a negative age', () => {
  expect(agoWords(at(10, 13), at(10, 12), en)).toBe('just now');
  expect(agoWords(at(10, 11, 55), at(10, 12), en)).toBe('5 minutes ago');
  expect(agoWords(at(10, 9), at(10, 12), en)).toBe('3 hours ago');
});

test('durations', () => {
  expect([0, 5, 65, 3727, -3].map(durationWords)).toEqual(['0:00', '0:05', '1:05', '1:02:07', '0:00']);
});
