import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { LocalDevice } from '#shared/core/call/call.ts';
import { devicesFirst } from '#shared/ui/call/devices-first.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const call = (facts: object): AppState => ({ call: facts }) as unknown as AppState;
const ringing = call({ phase: 'incoming' });
const active = (camera: LocalDevice['state']): AppState =>
  call({ phase: 'active', microphone: { state: 'on' }, camera: { state: camera } });

/** What is drawn of a client that is in this state at first. */
const drawing = (first: AppState) => {
  let state = first;
  let listener: ((state: AppState) => void) | undefined;
  const drawn: AppState[] = [];
  const client = {
    state: () => state,
    subscribe: (given: typeof listener) => {
      listener = given;
      return () => (listener = undefined);
    },
  } as unknown as Client;
  const leave = devicesFirst(client).subscribe((now) => drawn.push(now));
  const become = (next: AppState): void => {
    state = next;
    listener?.(next);
  };
  return { drawn, become, leave };
};

test('an answer is drawn once its devices are open', () => {
  const { drawn, become } = drawing(ringing);
  const on = active('on');
  become(active('starting'));
  become(active('starting'));
  expect(drawn).toEqual([]);
  become(on);
  expect(drawn).toEqual([on]);
  vi.runAllTimers();
  expect(drawn).toHaveLength(1);
});

test('devices that let one wait, or cannot be had, hold nothing up', () => {
  const { drawn, become } = drawing(ringing);
  const starting = active('starting');
  become(starting);
  vi.advanceTimersByTime(100);
  expect(drawn).toEqual([starting]);
  become(starting);
  expect(drawn).toHaveLength(2);
});

test('whatever is no answer is drawn at once, and nothing is after the end', () => {
  const { drawn, become, leave } = drawing(active('on'));
  become(active('starting'));
  become(ringing);
  expect(drawn).toHaveLength(2);
  become(active('starting'));
  leave();
  vi.runAllTimers();
  expect(drawn).toHaveLength(2);
});
