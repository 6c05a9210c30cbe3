import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import type { Contact } from '#shared/protocol/frames.ts';
import { uuid } from '#tests/fakes/ids.ts';
import { notifyRing, withdraw } from '../../extension/platform/notifications.ts';
import { onPush } from '../../extension/platform/pushes.ts';
import { takePushes } from '../../extension/worker/take-pushes.ts';
import { ann, call, ended, incoming, signedOut, stateOnly } from './fake-client.ts';

vi.mock('../../extension/platform/notifications.ts', () => ({ notifyRing: vi.fn(), withdraw: vi.fn() }));
vi.mock('../../extension/platform/pushes.ts', () => ({ onPush: vi.fn() }));

const knowing = (relation: Contact['relation']): AppState => ({
  ...signedOut,
  session: {
    state: 'signed-in',
    relay: 'https://tincan.example',
    account: { uid: uuid(1), login: 'bo', role: 'person' },
    device: uuid(2),
  },
  roster: { loaded: true, contacts: new Map([[ann, { account: ann, login: 'ann', relation }]]) },
});

const woken = (state = knowing('contact')) => {
  const { client, become, listening } = stateOnly(state);
  const reconnect = vi.fn();
  takePushes({ ...client, reconnect });
  const push = vi.mocked(onPush).mock.lastCall?.[0];
  if (!push) throw new Error('nobody takes pushes');
  return { push, become, reconnect, listening };
};
const ring = () => ({ type: 'ring', call: incoming.call, caller: ann, media: 'audio', ends_at: Date.now() + 60_000 });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

test('[PU10] a push makes the worker connect, and what it then hears rings', async () => {
  const { push, become, reconnect } = woken();
  const work = push(ring());
  expect(reconnect).toHaveBeenCalledOnce();
  become({ call: incoming });
  await work;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(notifyRing).not.toHaveBeenCalled();
});

test('[PU10] where nothing is heard for 5 s the push rings alone', async () => {
  const { push } = woken();
  const work = push(ring());
  await vi.advanceTimersByTimeAsync(4_999);
  expect(notifyRing).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await work;
  expect(notifyRing).toHaveBeenCalledWith(expect.objectContaining({ id: incoming.call, silent: false }));
});

test('[CA2] [PU10] whoever is no contact does not ring by the push either', async () => {
  const { push } = woken(knowing('incoming'));
  const work = push(ring());
  await vi.advanceTimersByTimeAsync(5_000);
  await work;
  expect(notifyRing).not.toHaveBeenCalled();
});

test('[PU4] [PU10] a call that was answered or declined here does not ring by a push that comes after that', async () => {
  const facts = { call, version: 3, person: ann, media: 'audio', device: uuid(2) } as const;
  const byMe = { kind: 'ended', reason: 'declined', by: 'me', seconds: 0 } as const;
  for (const known of [{ phase: 'other-context', ...facts } as const, ended(byMe)]) {
    const { push } = woken({ ...knowing('contact'), call: known });
    const work = push(ring());
    await vi.advanceTimersByTimeAsync(5_000);
    await work;
    expect(notifyRing).not.toHaveBeenCalled();
  }
});

test('[PU7] [PU10] where nobody is signed in any more nothing rings, although the relay has not heard of that', async () => {
  const { push } = woken({ ...signedOut, roster: { loaded: false, contacts: new Map() } });
  const work = push(ring());
  await vi.advanceTimersByTimeAsync(5_000);
  await work;
  expect(notifyRing).not.toHaveBeenCalled();
});

const over = () => {
  const { ends_at: _, ...facts } = ring();
  return { ...facts, type: 'over', outcome: 'missed' };
};

test('[PU10] once it has rung, by either way, nothing listens for that call any more', async () => {
  const { push, become, listening } = woken();
  const before = listening();
  const unheard = push(ring());
  await vi.advanceTimersByTimeAsync(5_000);
  await unheard;
  expect(listening()).toBe(before);
  const heard = push(ring());
  become({ call: incoming });
  await heard;
  expect(listening()).toBe(before);
});

test('[PU10] a ring whose end is pushed while the worker listens for it is not shown after that', async () => {
  const { push } = woken();
  const work = push(ring());
  await vi.advanceTimersByTimeAsync(2_000);
  await push(over());
  await vi.advanceTimersByTimeAsync(5_000);
  await work;
  expect(notifyRing).not.toHaveBeenCalled();
});

test('[PU10] a ring by the push alone goes at its end, also where `over` is lost', async () => {
  const { push } = woken();
  const work = push(ring());
  await vi.advanceTimersByTimeAsync(5_000);
  await work;
  await vi.advanceTimersByTimeAsync(54_999);
  expect(withdraw).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(withdraw).toHaveBeenCalledWith(incoming.call);
});

test('[PU10] a ring that is over by then is none, and its end takes the notification away', async () => {
  const { push } = woken();
  const late = push({ ...ring(), ends_at: Date.now() + 1_000 });
  await vi.advanceTimersByTimeAsync(5_000);
  await late;
  expect(notifyRing).not.toHaveBeenCalled();
  await push(over());
  expect(withdraw).toHaveBeenCalledWith(incoming.call);
  await push({ type: 'ring', call: uuid(1) });
  await push(undefined);
  expect(notifyRing).not.toHaveBeenCalled();
});
