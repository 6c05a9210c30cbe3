import { expect, test } from 'vitest';
import { createAllowance } from '#shared/client/peers/allowance.ts';

test('so much in a row, then one each so often, and never more than that in a row', () => {
  let now = 0;
  const may = createAllowance({ most: 3, every: 100, now: () => now });
  const times = (count: number) => Array.from({ length: count }, may).filter(Boolean).length;
  expect(times(5)).toBe(3);
  now += 99;
  expect(times(2)).toBe(0);
  now += 1;
  expect(times(2)).toBe(1);
  now += 250;
  expect(times(5)).toBe(2);
  now += 50;
  expect(times(5)).toBe(1);
  now += 100_000;
  expect(times(5)).toBe(3);
});
