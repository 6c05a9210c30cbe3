import { beforeEach, expect, test, vi } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import { withdrawAll } from '../../extension/platform/notifications.ts';
import { forgetRelays } from '../../extension/platform/permissions.ts';
import { clearOnSignOut } from '../../extension/worker/sign-out.ts';
import { ann, call, signedOut, stateOnly } from './fake-client.ts';

vi.mock('../../extension/platform/notifications.ts', () => ({ withdrawAll: vi.fn() }));
vi.mock('../../extension/platform/permissions.ts', () => ({ forgetRelays: vi.fn() }));

const signedIn: AppState['session'] = {
  state: 'signed-in',
  relay: 'https://tincan.example',
  account: { uid: ann, login: 'ann', role: 'person' },
  device: call,
};

const unsubscribe = vi.fn(async () => undefined);

const workerAt = (session: AppState['session']) => {
  const { client, become } = stateOnly({ ...signedOut, session });
  clearOnSignOut({ ...client, push: { ...client.push, unsubscribe } });
  return become;
};

beforeEach(() => void vi.clearAllMocks());

test('who signs out leaves neither notifications nor access to a relay', () => {
  const become = workerAt(signedIn);
  become({ session: { state: 'signed-out' } });
  expect([vi.mocked(withdrawAll).mock.calls.length, vi.mocked(forgetRelays).mock.calls.length]).toEqual([1, 1]);
});

test('a worker that was not there at the time takes the notifications away, once', () => {
  const become = workerAt({ state: 'loading' });
  become({ session: { state: 'signed-out' } });
  become({ session: { state: 'signed-out', ended: 'revoked' } });
  expect([vi.mocked(withdrawAll).mock.calls.length, vi.mocked(forgetRelays).mock.calls.length]).toEqual([1, 0]);
});

test('[PU7] the subscription of the worker goes, whichever window has signed out', () => {
  for (const before of [signedIn, { state: 'loading' } as const]) {
    vi.clearAllMocks();
    workerAt(before)({ session: { state: 'signed-out' } });
    expect(unsubscribe).toHaveBeenCalledOnce();
  }
});

test('those of whoever is signed in stay', () => {
  const become = workerAt({ state: 'loading' });
  become({ session: signedIn });
  expect(withdrawAll).not.toHaveBeenCalled();
});
