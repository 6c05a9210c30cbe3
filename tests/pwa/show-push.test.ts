import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import type { DeviceSecrets } from '#shared/client/ports.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import { defaultRingChoices, type RingChoices } from '#shared/core/privacy/ring-choices.ts';
import type { AccountRecord } from '#shared/protocol/own-account.ts';
import type { PushMessage } from '#shared/protocol/push.ts';
import { ann, bo, cy, ulid, uuid } from '#tests/fakes/ids.ts';

const CALL = uuid(0xca11);
const ME = { uid: bo, login: 'bo', role: 'person' } as const;
const RECORD: AccountRecord = {
  uid: bo,
  login: 'bo',
  role: 'person',
  email: null,
  findable: true,
  ring_seconds: null,
  default_ring_seconds: 60,
  created_at: 1,
  last_seen: null,
  sessions: [],
  contacts: [],
  push_endpoints: [],
  mail: { items: 0, bytes: 0 },
  files: { items: 0, bytes: 0 },
  backup_bytes: 0,
  rooms: [],
};
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
  readonly scenario?: string;
  readonly data?: unknown;
  /** How often it has been shown. */
  readonly alerts: number;
}

/** A page of the app, which somebody looks at or not, and which knows of the call or not. */
interface PageAtHand {
  readonly visibilityState: 'visible' | 'hidden';
  readonly knows: boolean;
}

interface Browser {
  /** Its notifications have them; WebKit's have none. */
  readonly actions?: boolean;
  /** Notifications of incoming calls: known, known and refused, or not known. */
  readonly scenario?: 'taken' | 'refused';
  readonly pages?: readonly PageAtHand[];
  readonly language?: string;
}

/** A service worker of such a browser. Resolves to what it shows. */
const worker = async ({ actions = true, scenario, pages = [], language = 'en' }: Browser = {}) => {
  const shown = new Map<string, Shown>();
  const registration = {
    getNotifications: async ({ tag }: { tag?: string } = {}) =>
      [...shown.values()]
        .filter((one) => tag === undefined || one.tag === tag)
        .map((one) => ({ ...one, close: () => void shown.delete(one.tag) })),
    showNotification: async (title: string, options: Omit<Shown, 'title' | 'alerts'>) => {
      if (options.scenario && scenario === 'refused') throw new TypeError('Not for this app');
      shown.set(options.tag, { title, ...options, alerts: (shown.get(options.tag)?.alerts ?? 0) + 1 });
    },
  };
  const clients = pages.map(({ visibilityState, knows }) => ({
    visibilityState,
    postMessage: (_: unknown, [port]: readonly MessagePort[]) => {
      if (knows) port?.postMessage(true);
    },
  }));
  vi.stubGlobal('self', { registration, clients: { matchAll: async () => clients } });
  vi.stubGlobal('Notification', {
    prototype: { ...(actions && { actions: [] }), ...(scenario && { scenario: 'default' }) },
  });
  vi.stubGlobal('caches', { match: async () => new Response(language) });
  vi.resetModules();
  const { showPush } = await import('../../pwa/show-push.ts');
  const push = async (message: unknown): Promise<readonly Shown[]> => {
    await showPush({ json: () => message } as PushMessageData);
    return [...shown.values()];
  };
  return Object.assign(push, { shown });
};

const choose = async (rings: Partial<RingChoices>): Promise<void> => {
  const history = indexedDbHistory();
  const privacy = { ...defaultPrivacy, rings: { ...defaultRingChoices, ...rings } };
  await history.savePrivacy(privacy, ulid(1), Date.now(), bo);
  history.close();
};

const signIn = async (): Promise<void> => {
  const history = indexedDbHistory();
  const session = { relay: 'https://relay.test', token: 'token', account: ME, device: uuid(0xd1) };
  await history.saveSession(session, { signing: '', prekeys: [] } as unknown as DeviceSecrets);
  history.close();
};

const knowAnn = async (): Promise<void> => {
  const history = indexedDbHistory();
  await history.saveRoster([{ account: ann, login: 'ann', relation: 'contact' }]);
  history.close();
};

beforeEach(knowAnn);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

  test('[R38] [PU8] a missed call can be called back, and is on the icon beside what nobody has read', async () => {
    const setAppBadge = vi.fn(async () => {});
    vi.stubGlobal('navigator', { setAppBadge });
    const push = await worker();
    expect(await push(over('missed'))).toMatchObject([
      {
        actions: [{ action: 'call-back', title: 'Call back' }],
        data: { kind: 'missed', call: CALL, person: ann, media: 'audio' },
      },
    ]);
    expect(setAppBadge).toHaveBeenLastCalledWith(1);
    await push({ ...over('missed'), call: uuid(0xca12) });
    expect(setAppBadge).toHaveBeenLastCalledWith(2);
    await push({ ...over('answered'), call: uuid(0xca13) });
    expect(setAppBadge).toHaveBeenCalledTimes(2);
    expect(push.shown.get(uuid(0xca13))).not.toHaveProperty('actions');
  });

  test('[PU8] in the language that the app speaks, with video where there is', async () => {
    const push = await worker({ language: 'ru' });
    expect(await push({ ...RING, media: 'video' })).toMatchObject([{ title: 'Видеозвонок от ann' }]);
  });

  test('[CA2] [PU8] whoever is no contact neither rings nor is named: one notification without a sound, and no missed call', async () => {
    const setAppBadge = vi.fn(async () => {});
    vi.stubGlobal('navigator', { setAppBadge });
    const push = await worker();
    const neutral = { title: 'Somebody who is not one of your contacts tried to call', tag: 'unbidden', silent: true };
    for (const message of [RING, over('missed')]) {
      const shown = await push({ ...message, caller: cy });
      expect(shown).toMatchObject([neutral]);
      expect(shown[0]).not.toHaveProperty('actions');
      expect(shown[0]).not.toHaveProperty('data');
    }
    await push({ ...RING, caller: uuid(0xd), call: uuid(0xca12) });
    expect([...push.shown.keys()]).toEqual(['unbidden']);
    expect(setAppBadge).not.toHaveBeenCalled();
  });

  test('[PU8] of whoever is no contact nothing is shown where somebody looks at a page, unless the browser counts that', async () => {
    const looked = [{ visibilityState: 'visible', knows: false }] as const;
    expect(await (await worker({ pages: looked }))({ ...RING, caller: cy })).toEqual([]);
    expect(await (await worker({ pages: looked, actions: false }))({ ...RING, caller: cy })).toHaveLength(1);
    expect(
      await (await worker({ pages: [{ visibilityState: 'hidden', knows: false }] }))({ ...RING, caller: cy }),
    ).toHaveLength(1);
  });

  test('[PU8] who has become a contact while this device was away rings, by what the relay has of the account', async () => {
    await signIn();
    await knowAnn();
    const told = (relation: string) => {
      vi.stubGlobal('fetch', async (address: string | URL) => {
        expect(String(address)).toBe('https://relay.test/api/account');
        return Response.json({ ...RECORD, contacts: [{ account: cy, login: 'cy', relation, since: 1 }] });
      });
    };
    const push = await worker();
    told('incoming');
    expect(await push({ ...RING, caller: cy })).toMatchObject([{ tag: 'unbidden' }]);
    told('contact');
    expect(await push({ ...RING, caller: cy })).toContainEqual(expect.objectContaining({ title: 'cy is calling' }));
    // Whoever is remembered as one is not asked about.
    vi.stubGlobal('fetch', async () => expect.unreachable());
    await push({ ...RING, call: uuid(0xca12) });
    expect(push.shown.get(uuid(0xca12))).toMatchObject({ title: 'ann is calling' });
  });

  test('[PU8] a ring is not lost where what the device remembers cannot be read', async () => {
    const push = await worker();
    vi.stubGlobal('indexedDB', undefined);
    expect(await push({ ...RING, caller: cy })).toMatchObject([{ title: `${cy.slice(0, 8)} is calling` }]);
  });

  test('[PU8] a ring is not lost where the language of the app cannot be read: it speaks the browser’s', async () => {
    const push = await worker();
    const broken = async () => Promise.reject(new DOMException('Internal error', 'UnknownError'));
    vi.stubGlobal('caches', { match: broken });
    vi.stubGlobal('navigator', { languages: ['ru-RU'] });
    expect(await push(RING)).toMatchObject([{ title: 'Вам звонит ann' }]);
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

  test('[R10] alerts every 10 s as long as the worker lives, and goes at the end of the ring', async () => {
    const push = await worker();
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
    await push({ ...RING, ends_at: Date.now() + 25_000 });
    const alerts = () => push.shown.get(CALL)?.alerts;
    await vi.advanceTimersByTimeAsync(9_999);
    expect(alerts()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(alerts()).toBe(2);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(alerts()).toBe(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(alerts()).toBeUndefined();
  });

  test('[R10] a page that alerts, too, takes turns with the worker', async () => {
    const push = await worker();
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
    await push({ ...RING, ends_at: Date.now() + 40_000 });
    await vi.advanceTimersByTimeAsync(4_000);
    const { ringOptions } = await import('../../pwa/ring-options.ts');
    const { showRinging } = await import('../../pwa/show-ringing.ts');
    const { alertAgain } = await import('../../pwa/ring-alerts.ts');
    const facts = { call: CALL, media: 'audio', ends_at: Date.now() + 36_000 } as const;
    const options = ringOptions(facts, false, { call: { answer: '', decline: '' } } as Parameters<
      typeof ringOptions
    >[2]);
    const { registration } = self as unknown as ServiceWorkerGlobalScope;
    await showRinging(registration, 'ann is calling', options);
    void alertAgain(registration, 'ann is calling', options);
    const alerts = () => push.shown.get(CALL)?.alerts;
    expect(alerts()).toBe(2);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(alerts()).toBe(5);
  });

  test('[R10] one that was put away, or replaced by its end, alerts no more', async () => {
    const push = await worker();
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
    await push({ ...RING, ends_at: Date.now() + 60_000 });
    push.shown.delete(CALL);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(push.shown.size).toBe(0);
    await push({ ...RING, ends_at: Date.now() + 60_000 });
    await push(over('missed'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(push.shown.get(CALL)).toMatchObject({ title: 'Missed call from ann', alerts: 2 });
  });

  test('[R11] [PU8] a ring and its end that come at once are shown in the order of their coming', async () => {
    const push = await worker();
    await Promise.all([push(RING), push(over('missed'))]);
    expect([...push.shown.values()]).toMatchObject([{ title: 'Missed call from ann' }]);
  });

  test('[R11] a ring whose end was lost goes with the next wake', async () => {
    const push = await worker();
    push.shown.set(CALL, { title: 'ann is calling', tag: CALL, alerts: 1, data: { kind: 'ring', ends_at: 1 } });
    expect(await push({ ...RING, call: uuid(0xca12) })).toMatchObject([{ tag: uuid(0xca12) }]);
  });

  test.each(['answered', 'declined'] as const)(
    '[R11] [PU8] that the person %s elsewhere is shown until the next wake, that they missed a call stays',
    async (outcome) => {
      const push = await worker();
      await push({ ...over('missed'), call: uuid(0xca13) });
      expect(await push(over(outcome))).toHaveLength(2);
      const shown = await push({ ...RING, call: uuid(0xca12) });
      expect(shown.map(({ tag }) => tag)).toEqual([uuid(0xca13), uuid(0xca12)]);
    },
  );

  test('[R13] as an incoming call where the browser knows of such, each time it alerts, unless it is to be quiet', async () => {
    const push = await worker({ scenario: 'taken' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
    expect(await push({ ...RING, ends_at: Date.now() + 25_000 })).toMatchObject([
      { scenario: 'incoming-call', actions: [{ action: 'answer' }, { action: 'decline' }] },
    ]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(push.shown.get(CALL)).toMatchObject({ scenario: 'incoming-call', alerts: 2 });
    expect((await push(over('missed')))[0]).not.toHaveProperty('scenario');
    vi.useRealTimers();
    await choose({ silent: [ann] });
    expect((await push(RING))[0]).not.toHaveProperty('scenario');
    await choose({});
  });

  test('[R13] as any other where it knows of none, or refuses it', async () => {
    for (const scenario of [{}, { scenario: 'refused' }] as const) {
      const [shown] = await (await worker(scenario))(RING);
      expect(shown).toMatchObject({ title: 'ann is calling', requireInteraction: true, renotify: true, alerts: 1 });
      expect(shown).not.toHaveProperty('scenario');
    }
  });

  test('[R12] of a silent contact it is quiet and does not stay', async () => {
    await choose({ silent: [ann] });
    const push = await worker();
    expect(await push(RING)).toMatchObject([{ silent: true, renotify: false, requireInteraction: false }]);
    await choose({});
    expect(await push({ ...RING, call: uuid(0xca12) })).toContainEqual(expect.objectContaining({ silent: false }));
  });

  test.each(['missed', 'answered'] as const)(
    '[R12] [PU8] that a ring of a silent contact is over (%s) makes no sound either, nor that one was missed',
    async (outcome) => {
      await choose({ silent: [ann] });
      expect(await (await worker())(over(outcome))).toMatchObject([{ silent: true }]);
      expect(await (await worker())({ ...RING, ends_at: Date.now() - 60_000 })).toMatchObject([{ silent: true }]);
      await choose({});
      expect(await (await worker())(over(outcome))).toMatchObject([{ silent: false }]);
    },
  );

  test('[RT2] [RT4] a test is shown without a sound, and the relay is told that it came', async () => {
    await signIn();
    const asked: [string, unknown][] = [];
    vi.stubGlobal('fetch', async (address: string | URL, { body }: RequestInit) => {
      asked.push([String(address), body]);
      return new Response(null, { status: 204 });
    });
    const push = await worker();
    expect(await push({ type: 'test', test: uuid(0x7e57) })).toMatchObject([
      { title: 'Tincan can ring here', silent: true },
    ]);
    expect(asked).toEqual([[`https://relay.test/api/ring-tests/${uuid(0x7e57)}`, '{"by":"push"}']]);
  });

  test('what is no push of the relay’s shows nothing', async () => {
    expect(await (await worker())({ type: 'ring', call: 'x' })).toEqual([]);
  });
});
