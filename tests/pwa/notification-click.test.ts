import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newMind } from '#shared/core/mind.ts';
import { createFakeClient } from '#tests/fakes/fake-client.ts';
import { ann, uuid } from '#tests/fakes/ids.ts';
import { onNotificationClick } from '../../pwa/notification-click.ts';
import { runErrand } from '../../pwa/ring-errands.ts';
import { ringsHere } from './rings-here.ts';
import { stubCaches } from './stub-caches.ts';

vi.mock(import('#shared/client/history/glance.ts'), () => ({ glance: async () => ({ token: 'of ann' }) as never }));

const CALL = uuid(0xca11);

beforeEach(() => void stubCaches());
afterEach(() => vi.unstubAllGlobals());

/** A worker with windows open at these addresses, the first of them used last. Resolves to what a click on Answer does. */
const answered = async (...addresses: readonly string[]) => {
  const done: unknown[] = [];
  const windows = addresses.map((path) => ({
    url: `https://relay.test${path}`,
    focused: path === addresses[0],
    postMessage: (message: unknown) => done.push(['told', path, message]),
    focus: async () => done.push(['shown', path]),
  }));
  const openWindow = async (address: string) => done.push(['opened', address]);
  vi.stubGlobal('self', { clients: { matchAll: async () => windows, openWindow } });
  const notification = { close: () => done.push(['closed']), data: { kind: 'ring', call: CALL, media: 'audio' } };
  await onNotificationClick({ notification, action: 'answer' } as unknown as NotificationEvent);
  return done;
};

const told = { type: 'answer-call', call: CALL, media: 'audio' };

test('[PU8] Answer is told to the page that is there', async () => {
  const page = `/#/with/${ann}`;
  expect(await answered(page)).toEqual([['closed'], ['told', page, told], ['shown', page]]);
});

/** The page that was opened at this address, or that somebody opens there, where the call rings. */
const openedAt = async (address: string) => {
  const { search, pathname, hash } = new URL(address, 'https://relay.test');
  vi.stubGlobal('location', { search, pathname, hash });
  vi.stubGlobal('history', { replaceState: vi.fn() });
  const client = createFakeClient({ ...newMind(false).app, call: ringsHere(CALL) });
  await runErrand(client);
  return client.acts;
};

test('[PU8] Answer opens a page that answers, once, where the relay alone has one open', async () => {
  const [closed, opened] = await answered('/docs');
  expect([closed, opened]).toEqual([['closed'], ['opened', expect.stringMatching(/^\/\?errand=[0-9a-f-]{36}$/)]]);
  const address = String((opened as readonly unknown[])[1]);
  expect(await openedAt(address)).toEqual([['call.answer', 'audio']]);
  expect(await openedAt(address)).toEqual([]);
  expect(await answered('/docs/', '/')).toEqual([['closed'], ['told', '/', told], ['shown', '/']]);
});

test('[PU8] where nothing can be left to a page it is opened all the same, and rings', async () => {
  vi.stubGlobal('caches', undefined);
  expect(await answered()).toEqual([['closed'], ['opened', '/']]);
});

test('[PU8] a link calls nobody and answers nobody, whoever made it', async () => {
  await answered();
  for (const link of [
    `/?answer=${CALL}&media=video`,
    `/?call=${ann}&media=video`,
    `/?errand=${uuid(0xbad)}`,
    '/?errand=',
  ])
    expect(await openedAt(link)).toEqual([]);
});

describe('[PU9] Decline', () => {
  const ends_at = 60_000;
  const asked = vi.fn();

  const declined = async (answers: readonly (Response | Error)[]): Promise<void> => {
    let tries = 0;
    vi.stubGlobal('fetch', async (address: string, { method, headers }: RequestInit) => {
      asked(Date.now(), method, address, headers);
      const answer = answers[Math.min(tries++, answers.length - 1)];
      if (answer instanceof Response) return answer;
      throw answer;
    });
    const data = { kind: 'ring', call: CALL, media: 'audio', ends_at };
    const clicked = onNotificationClick({
      notification: { close: () => {}, data },
      action: 'decline',
    } as unknown as NotificationEvent);
    await vi.advanceTimersByTimeAsync(2 * ends_at);
    await clicked;
  };

  const said = (at: number) => [at, 'POST', `/api/calls/${CALL}/decline`, { authorization: 'Bearer of ann' }];

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    asked.mockClear();
  });
  afterEach(() => vi.useRealTimers());

  test('is told to the relay once', async () => {
    await declined([new Response(null, { status: 204 })]);
    expect(asked.mock.calls).toEqual([said(0)]);
  });

  test('is said again through a network that is away, until the ring is over', async () => {
    const away = new TypeError('Failed to fetch');
    await declined([away, away, new Response(null, { status: 204 })]);
    expect(asked.mock.calls).toEqual([said(0), said(2_000), said(4_000)]);
    asked.mockClear();
    vi.setSystemTime(ends_at - 5_000);
    await declined([away]);
    expect(asked.mock.calls).toEqual([said(ends_at - 5_000), said(ends_at - 3_000), said(ends_at - 1_000)]);
  });
});
