import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { today } from '#shared/ui/files/save.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test.each([
  ['Pacific/Auckland', '2026-11-24'],
  ['America/New_York', '2026-11-23'],
])('a file is named after the day where this device is: %s', (zone, day) => {
  vi.stubEnv('TZ', zone);
  vi.setSystemTime(Date.UTC(2026, 10, 23, 22, 30));
  expect(today()).toBe(day);
});

test('a device that is behind the world’s clock does not name it after tomorrow', () => {
  vi.stubEnv('TZ', 'America/New_York');
  vi.setSystemTime(Date.UTC(2026, 2, 2, 3));
  expect(today()).toBe('2026-03-01');
});
