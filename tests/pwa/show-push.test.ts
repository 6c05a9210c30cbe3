import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import type { PushMessage } from '#shared/protocol/push.ts';
import { ann, bo, uuid } from '#tests/fakes/ids.ts';

const CALL = uuid(0xca11);
const RING: PushMessage = { type: 'ring', call: CALL, caller: ann, media: 'audio', ends_at: Date.now() + 60_000 };
const over = (outcome: 'missed' | 'answered' | 'declined'): PushMessage => {
  const { ends_at: _, ...facts } = RING;
  return { ...facts, type: 'over', outcome };
};

interface Shown {
  readonly title: string;
  readonly tag: string;
  readonly silent?: boolean;
  readonly renotify?: boolean;
  readonly requireInteraction?: boolean;
}

/** A page of the app, which somebody looks at or not, and which knows of the call or not. */
interface PageAtHand {
  readonly visibilityState: 'visible' | 'hidden';
  readonly knows: boolean;
}

/** A service worker of a browser whose notifications have actions or, as WebKit's, none. Resolves to what it shows. */
const worker = async ({ actions = true, pages = [] as readonly PageAtHand[], language = 'en' } = {}) => {
  const shown = new Map<string, Shown>();
  const registration = {
    getNotifications: async ({ tag }: { tag: string }) => [...shown.values()].filter((one) => one.tag === tag),
    showNotification: async (title: string, options: Omit<Shown, 'title'>) =>
      void shown.set(options.tag, { title, ...options }),
  };
  const clients = pages.map(({ visibilityState, knows }) => ({
    visibilityState,
    postMessage: (_: unknown, [port]: readonly MessagePort[]) => {
      if (knows) port?.postMessage(true);
    },
  }));
  vi.stubGlobal('self', { registration, clients: { matchAll: async () => clients } });
  vi.stubGlobal('Notification', { prototype: actions ? { actions: [] } : {} });
  vi.stubGlobal('caches', { match: async () => new Response(language) });
  vi.resetModules();
  const { showPush } = await import('../../pwa/show-push.ts');
  return async (message: unknown): Promise<readonly Shown[]> => {
    await showPush({ json: () => message } as PushMessageData);
    return [...shown.values()];
  };
};

beforeEach(async () => {
  const history = indexedDbHistory();
  await history.saveRoster([{ account: ann, login: 'ann', relation: 'contact' }]);
  history.close();
});
afterEach(() => vi.unstubAllGlobals());

describe('a push becomes a notification', () => {
  test('[PU8] of who calls, that stays and alerts again; a later push takes its place', async () => {
    const push = await worker();
    expect(await push(RING)).toMatchObject([
      { title: 'ann is calling', tag: CALL, requireInteraction: true, renotify: true },
    ]);
    const [notification, ...more] = await push(over('missed'));
    expect(notification).toMatchObject({ title: 'Missed call from ann', tag: CALL });
    expect(notification).not.toHaveProperty('requireInteraction');
    expect(more).toEqual([]);
  });

  test.each([
    ['missed', 'Missed call from ann'],
    ['answered', 'Call from ann: answered on another device'],
    ['declined', 'Call from ann: declined on another device'],
  ] as const)('[R11] [PU8] of a ring that is over: %s', async (outcome, title) => {
    expect(await (await worker())(over(outcome))).toMatchObject([{ title }]);
  });

  test('[PU8] in the language that the app speaks, with video where there is, of somebody unknown by the UID', async () => {
    const push = await worker({ language: 'ru' });
    expect(await push({ ...RING, media: 'video' })).toMatchObject([{ title: 'Видеозвонок от ann' }]);
    expect(await push({ ...RING, caller: bo })).toMatchObject([{ title: `Вам звонит ${bo.slice(0, 8)}` }]);
  });

  test('[R6] [PU8] of a missed call where it comes long after the ring', async () => {
    const push = await worker();
    expect(await push({ ...RING, ends_at: Date.now() - 60_000 })).toMatchObject([{ title: 'Missed call from ann' }]);
  });

  test('[PU8] unless somebody looks at a page that knows of the call', async () => {
    const seen = await worker({ pages: [{ visibilityState: 'visible', knows: true }] });
    expect(await seen(RING)).toEqual([]);
    const hidden = await worker({ pages: [{ visibilityState: 'hidden', knows: true }] });
    expect(await hidden(RING)).toHaveLength(1);
    const ignorant = await worker({ pages: [{ visibilityState: 'visible', knows: false }] });
    expect(await ignorant(RING)).toHaveLength(1);
  });

  test('[PU8] also then, but without a sound, where the browser counts pushes that show nothing', async () => {
    const push = await worker({ actions: false, pages: [{ visibilityState: 'visible', knows: true }] });
    expect(await push(RING)).toMatchObject([{ title: 'ann is calling', silent: true, renotify: false }]);
  });

  test('what is no push of the relay’s shows nothing', async () => {
    expect(await (await worker())({ type: 'ring', call: 'x' })).toEqual([]);
  });
});
