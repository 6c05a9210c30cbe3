import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { remembered } from '#shared/client/remember.ts';

const number = (kept: unknown): number => (typeof kept === 'number' ? kept : 1);

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
});
afterEach(() => void vi.unstubAllGlobals());

test('what was chosen is chosen on the next visit, each by its name', () => {
  remembered('volume', number).write(2);
  expect(remembered('volume', number).read()).toBe(2);
  expect(remembered('brightness', number).read()).toBe(1);
});

test.each(['{', '"loud"', 'null'])('what cannot be read (%s) counts as nothing chosen', (kept) => {
  localStorage.setItem('tincan.volume', kept);
  expect(remembered('volume', number).read()).toBe(1);
});

test('storage that is blocked costs the choice alone', () => {
  const refuse = () => {
    throw new DOMException('', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  const volume = remembered('volume', number);
  volume.write(2);
  expect(volume.read()).toBe(1);
});
