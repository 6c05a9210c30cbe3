import { expect, test, vi } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import type { Call } from '#shared/core/call/call.ts';
import { newMind } from '#shared/core/mind.ts';
import { createFakeClient } from '#tests/fakes/fake-client.ts';
import { uuid } from '#tests/fakes/ids.ts';
import { followVersion } from '../../pwa/newer-app.ts';
import { ringsHere } from './rings-here.ts';

const quiet: AppState = newMind(false).app;
const old: AppState = { ...quiet, link: { state: 'closed', end: 'version-mismatch' } };

/** A page of an old app. Its browser finds a newer one when it is asked for one, and takes its time to install it. */
const page = (first = quiet) => {
  const newer = Object.assign(new EventTarget(), { state: 'installing', postMessage: vi.fn() });
  const registration = {
    installing: null as ServiceWorker | null,
    waiting: null as ServiceWorker | null,
    update: vi.fn(async () => {
      registration.installing = newer as unknown as ServiceWorker;
      return registration as unknown as ServiceWorkerRegistration;
    }),
  };
  const client = createFakeClient(first);
  followVersion(client, registration);
  const install = () => {
    newer.state = 'installed';
    registration.waiting = registration.installing;
    registration.installing = null;
    newer.dispatchEvent(new Event('statechange'));
  };
  return { become: client.become, registration, install, told: newer.postMessage };
};

test('the app that fits the relay takes over once it is installed, where the relay speaks with the old one no more', async () => {
  const { become, registration, install, told } = page();
  become({ ...quiet, link: { state: 'closed', end: 'session-ended' } });
  expect(registration.update).not.toHaveBeenCalled();
  become(old);
  await vi.waitFor(() => expect(registration.update).toHaveBeenCalledOnce());
  expect(told).not.toHaveBeenCalled();
  install();
  await vi.waitFor(() => expect(told).toHaveBeenCalledExactlyOnceWith('take-over'));
});

test('one that waits already takes over, and is told once', async () => {
  const { become, registration, install, told } = page();
  await registration.update();
  install();
  registration.update.mockImplementation(async () => registration as unknown as ServiceWorkerRegistration);
  become(old);
  become({ ...old });
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
});

test.each([
  { ...ringsHere(uuid(0xca11)), phase: 'active' },
  { phase: 'other-context', call: uuid(0xca11) },
] as unknown as readonly Call[])('a call that goes on without the relay comes first: $phase', async (call) => {
  const { become, registration } = page();
  become({ ...old, call });
  expect(registration.update).not.toHaveBeenCalled();
  become(old);
  await vi.waitFor(() => expect(registration.update).toHaveBeenCalledOnce());
});

test('a page that has learnt it before looks for the newer app, too', async () => {
  const { registration } = page(old);
  await vi.waitFor(() => expect(registration.update).toHaveBeenCalledOnce());
});

test('a relay that could not be asked is asked again with whatever happens next', async () => {
  const { become, registration } = page();
  registration.update.mockRejectedValueOnce(new TypeError('Failed to update a ServiceWorker'));
  become(old);
  await vi.waitFor(() => {
    become({ ...old });
    expect(registration.update).toHaveBeenCalledTimes(2);
  });
});
