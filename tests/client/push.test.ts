import { afterEach, describe, expect, test, vi } from 'vitest';
import '#shared/client/acts/push.ts'; // loaded on demand otherwise, which takes real time
import type { BrowserPush, Ports } from '#shared/client/ports.ts';
import { browserPush, pushManagerOfPage } from '#shared/client/push/browser-push.ts';
import { followPermission } from '#shared/client/push/follow-permission.ts';
import { defaultRingChoices, type RingChoices } from '#shared/core/privacy/ring-choices.ts';
import { done, failed } from '#shared/core/reason.ts';
import type { PushSubscription } from '#shared/protocol/push.ts';
import { quiet, until } from '#tests/fakes/until.ts';
import { createHouse } from './house.ts';

const SUBSCRIPTION: PushSubscription = {
  endpoint: 'https://push.example/abc',
  keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) },
};

type Subscribe = BrowserPush['subscribe'];

const ann = async (subscribe: Subscribe | undefined, api: Partial<Ports['api']> = {}) => {
  const house = createHouse();
  let ended = 0;
  const ports = (before: Ports): Ports => ({
    ...before,
    api: { ...before.api, ...api },
    ...(subscribe && {
      push: async () => ({
        subscribe,
        alerts: () => 'granted',
        unsubscribe: async () => {
          ended += 1;
        },
      }),
    }),
  });
  return { ...house, ...(await house.person('ann', { ports })), unsubscribed: () => ended };
};

describe('being reached while nothing is open', () => {
  test('[PU7] the relay is told where, and the browser which relay it is', async () => {
    const keys: string[] = [];
    const { client, net } = await ann(async (key) => {
      keys.push(key);
      return SUBSCRIPTION;
    });
    expect(await client.push.subscribe()).toBe('reached');
    expect(await client.push.subscribe()).toBe('reached');
    expect(keys).toEqual([`B${'A'.repeat(86)}`, `B${'A'.repeat(86)}`]);
    expect(net.asked.filter((asked) => asked === SUBSCRIPTION.endpoint)).toHaveLength(2);
  });

  test.each(['unsupported', 'refused'] as const)('[PU7] a browser that answers "%s" is believed', async (answer) => {
    const { client, net } = await ann(async () => answer);
    expect(await client.push.subscribe()).toBe(answer);
    expect(net.asked).not.toContain(SUBSCRIPTION.endpoint);
  });

  test('[PU7] a push service that says nothing is given up after 10 s', async () => {
    const { client, clock } = await ann(() => new Promise(() => undefined));
    let reach: string | undefined;
    void client.push.subscribe().then((answer) => {
      reach = answer;
    });
    await quiet();
    clock.advance(9_999);
    await quiet();
    expect(reach).toBeUndefined();
    clock.advance(1);
    await quiet();
    expect(reach).toBe('silent');
  });

  test('[PU7] a context without pushes, no relay, a relay that refuses the service, and a fault are told apart', async () => {
    expect(await (await ann(undefined)).client.push.subscribe()).toBe('unsupported');
    const refusing = await ann(async () => SUBSCRIPTION, { savePush: async () => failed('bad_request') });
    expect(await refusing.client.push.subscribe()).toBe('unknown');
    const away = await ann(async () => SUBSCRIPTION);
    away.net.setReachable(false);
    expect(await away.client.push.subscribe()).toBe('offline');
    const broken = await ann(() => Promise.reject(new Error('broken')));
    expect(await broken.client.push.subscribe()).toBe('refused');
  });
});

describe('no longer being reached', () => {
  test('[PU7] the relay forgets where, and the browser takes no more', async () => {
    const { client, net, unsubscribed } = await ann(async () => SUBSCRIPTION);
    await client.push.subscribe();
    await client.push.unsubscribe();
    expect(net.asked).toContain('no pushes');
    expect(unsubscribed()).toBe(1);
  });

  test('[PU7] signing out takes no more pushes, also without the relay', async () => {
    const { client, net, unsubscribed } = await ann(async () => SUBSCRIPTION);
    net.setReachable(false);
    await client.account.signOut();
    await until(() => unsubscribed() === 1, 'the end of the subscription');
  });

  test('[PU7] follows what the person allows beside the address', async () => {
    const { client, net } = await ann(async () => SUBSCRIPTION);
    let permission: NotificationPermission = 'granted';
    const look = followPermission(client, () => permission);
    look();
    await until(() => net.asked.includes(SUBSCRIPTION.endpoint), 'the subscription');
    permission = 'denied';
    look();
    await until(() => net.asked.includes('no pushes'), 'its end');
  });
});

describe('a ring test', () => {
  const hear = async (rings: Partial<RingChoices>, subscribe: Subscribe) => {
    const said: unknown[] = [];
    const { client, clock } = await ann(subscribe, {
      ringHeard: async (_, __, test, how) => {
        said.push([test, how]);
        return done;
      },
    });
    await client.setPrivacy({ rings: { ...defaultRingChoices, ...rings } });
    expect(await client.ringTest.begin()).toEqual({ ok: true, value: 'a test' });
    return { said, clock };
  };
  const says = (more: object, quiet = false) => [
    'a test',
    { by: 'socket', standing: { alerts: 'granted', quiet, ...more } },
  ];

  test('[RT2] is answered at once, and again when the browser has said what it makes of pushes', async () => {
    const { said } = await hear({}, async () => SUBSCRIPTION);
    await until(() => said.length === 2, 'both answers');
    expect(said).toEqual([says({}), says({ push: 'reached' })]);
  });

  test('[RT2] says that the push service is silent, and that calls make no sound now', async () => {
    const { said, clock } = await hear({ quiet: { from: 0, to: 24 * 60 } }, () => new Promise(() => undefined));
    await until(() => said.length === 1, 'the first answer');
    await quiet();
    clock.advance(10_000);
    await until(() => said.length === 2, 'the second answer');
    expect(said.at(-1)).toEqual(says({ push: 'silent' }, true));
  });
});

describe('the browser’s own push', () => {
  afterEach(() => vi.unstubAllGlobals());

  const KEY = 'A'.repeat(87);
  const made = (key: string) => ({
    options: { applicationServerKey: new Uint8Array(Buffer.from(key, 'base64url')).buffer },
    unsubscribe: vi.fn(async () => true),
    toJSON: () => ({ ...SUBSCRIPTION, expirationTime: null }),
  });
  const stub = (present: unknown, subscribe: () => Promise<unknown>) => {
    const pushManager = { getSubscription: async () => present, subscribe: vi.fn(subscribe) };
    vi.stubGlobal('PushManager', class {});
    vi.stubGlobal('navigator', { serviceWorker: { ready: Promise.resolve({ pushManager }) } });
    return pushManager;
  };

  test('[PU7] subscribes visibly with the key of the relay where there is none', async () => {
    const { subscribe } = stub(null, async () => made(KEY));
    expect(await browserPush(pushManagerOfPage).subscribe(KEY)).toEqual(SUBSCRIPTION);
    expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: KEY });
  });

  test('[PU7] keeps the one that is there, unless it is of another relay', async () => {
    const mine = Buffer.alloc(65, 4).toString('base64url');
    const present = {
      ...made(KEY),
      options: { applicationServerKey: new Uint8Array(65).fill(4).buffer },
    };
    const { subscribe } = stub(present, async () => made(KEY));
    expect(await browserPush(pushManagerOfPage).subscribe(mine)).toEqual(SUBSCRIPTION);
    expect(subscribe).not.toHaveBeenCalled();
    expect(await browserPush(pushManagerOfPage).subscribe(KEY)).toEqual(SUBSCRIPTION);
    expect(present.unsubscribe).toHaveBeenCalledOnce();
    expect(subscribe).toHaveBeenCalledOnce();
  });

  test('[PU7] a push that need not be shown is asked for where the browser grants that', async () => {
    const { subscribe } = stub(null, async () => made(KEY));
    await browserPush(pushManagerOfPage, { silent: true }).subscribe(KEY);
    expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: false, applicationServerKey: KEY });
  });

  test('[PU7] says so where there is none, or where it refuses', async () => {
    stub(null, () => Promise.reject(new DOMException('no', 'NotAllowedError')));
    expect(await browserPush(pushManagerOfPage).subscribe(KEY)).toBe('refused');
    vi.unstubAllGlobals();
    vi.stubGlobal('navigator', {});
    expect(await browserPush(pushManagerOfPage).subscribe(KEY)).toBe('unsupported');
  });
});
