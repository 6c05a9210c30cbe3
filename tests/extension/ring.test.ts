import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchRing } from '../../extension/worker/ring.ts';
import { ann, call, ended, incoming, otherWindows, stateOnly } from './fake-client.ts';

const watch = () => {
  const heard: string[] = [];
  const { client, become } = stateOnly();
  const { windows, say } = otherWindows();
  watchRing(client, windows, { show: () => heard.push('shown'), remove: () => heard.push('removed') });
  return { heard, become, say };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a call that no window takes is shown after 300 ms, once', () => {
  const { heard, become } = watch();
  become({ call: incoming });
  vi.advanceTimersByTime(299);
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(1);
  become({ call: { ...incoming, version: 3 } });
  vi.advanceTimersByTime(5000);
  expect(heard).toEqual(['shown']);
});

test('a call that a visible window takes is not shown', () => {
  const { heard, become, say } = watch();
  become({ call: incoming });
  vi.advanceTimersByTime(100);
  say({ type: 'ring-taken', call });
  vi.advanceTimersByTime(5000);
  expect(heard).toEqual([]);
});

test('it is not shown either where the window was quicker than this socket', () => {
  const { heard, become, say } = watch();
  say({ type: 'ring-taken', call });
  become({ call: incoming });
  vi.advanceTimersByTime(5000);
  expect(heard).toEqual([]);
});

test('a ring that another call took says nothing about this one', () => {
  const { heard, become, say } = watch();
  say({ type: 'ring-taken', call: ann });
  become({ call: incoming });
  vi.advanceTimersByTime(300);
  expect(heard).toEqual(['shown']);
});

test('what is shown goes when the call was answered elsewhere', () => {
  const { heard, become } = watch();
  become({ call: incoming });
  vi.advanceTimersByTime(300);
  become({ call: ended({ kind: 'answered-elsewhere' }) });
  expect(heard).toEqual(['shown', 'removed']);
});

test('a call cancelled within 300 ms is never shown', () => {
  const { heard, become } = watch();
  become({ call: incoming });
  vi.advanceTimersByTime(200);
  become({ call: { phase: 'none' } });
  vi.advanceTimersByTime(5000);
  expect(heard).not.toContain('shown');
});
