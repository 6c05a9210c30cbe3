import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import { newMind } from '#shared/core/mind.ts';
import { createFakeClient } from '#tests/fakes/fake-client.ts';
import { uuid } from '#tests/fakes/ids.ts';
import { notifyOfRings } from '../../pwa/ring-notification.ts';
import { showRing } from '../../pwa/show-ring.ts';
import { ringsHere } from './rings-here.ts';

vi.mock('../../pwa/show-ring.ts', () => ({ showRing: vi.fn() }));

const quiet: AppState = newMind(false).app;
const incoming = ringsHere(uuid(0xca11));

const shown = new Set<string>();
let display: () => void;
let page: EventTarget & { hidden: boolean };

beforeEach(() => {
  const getNotifications = async ({ tag }: { tag: string }) =>
    shown.has(tag) ? [{ data: { kind: 'ring' }, close: () => shown.delete(tag) }] : [];
  page = Object.assign(new EventTarget(), { hidden: true });
  vi.stubGlobal('document', page);
  vi.stubGlobal('Notification', { permission: 'granted' });
  vi.stubGlobal('navigator', { serviceWorker: { ready: Promise.resolve({ getNotifications }) } });
  const words = new Promise<void>((resolve) => {
    display = resolve;
  });
  vi.mocked(showRing).mockImplementation(async (_worker, _state, { call }) => {
    await words;
    shown.add(call);
  });
});
afterEach(() => {
  vi.clearAllMocks();
  vi.unstubAllGlobals();
  shown.clear();
});

test('a ring that nobody looks at is shown, and goes with its end', async () => {
  const client = createFakeClient(quiet);
  notifyOfRings(client);
  display();
  client.become({ ...quiet, call: incoming });
  await vi.waitFor(() => expect([...shown]).toEqual([incoming.call]));
  client.become(quiet);
  await vi.waitFor(() => expect([...shown]).toEqual([]));
});

test('[R10] a ring is shown also where somebody turns away from it, and once', async () => {
  page.hidden = false;
  const turn = (hidden: boolean) => {
    page.hidden = hidden;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  const client = createFakeClient(quiet);
  notifyOfRings(client);
  display();
  turn(true);
  turn(false);
  client.become({ ...quiet, call: incoming });
  await new Promise((resolve) => setTimeout(resolve));
  expect(showRing).not.toHaveBeenCalled();
  turn(true);
  await vi.waitFor(() => expect([...shown]).toEqual([incoming.call]));
  turn(false);
  turn(true);
  client.become(quiet);
  await vi.waitFor(() => expect([...shown]).toEqual([]));
  expect(showRing).toHaveBeenCalledOnce();
});

test('[R10] of several pages that nobody looks at, the one that has the ring shows it', async () => {
  const client = createFakeClient(quiet);
  notifyOfRings(client);
  display();
  client.become({ ...quiet, call: { ...incoming, ringsHere: false } });
  await new Promise((resolve) => setTimeout(resolve));
  expect(showRing).not.toHaveBeenCalled();
  client.become({ ...quiet, call: incoming });
  await vi.waitFor(() => expect([...shown]).toEqual([incoming.call]));
});

test('[R11] one that ends while it is on its way to the screen does not stay there', async () => {
  const client = createFakeClient(quiet);
  notifyOfRings(client);
  client.become({ ...quiet, call: incoming });
  await vi.waitFor(() => expect(showRing).toHaveBeenCalledOnce());
  const add = vi.spyOn(shown, 'add');
  client.become(quiet);
  // What hides has nothing to hide yet.
  await new Promise((resolve) => setTimeout(resolve));
  display();
  await vi.waitFor(() => expect(add).toHaveBeenCalledOnce());
  await vi.waitFor(() => expect([...shown]).toEqual([]));
});
