import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PushSubscription } from '#shared/protocol/push.ts';
import { type RunningRelay, startRelay } from '../start-relay.ts';
import { befriend, newDevice, newPerson, online, request, signIn, type TestDevice } from '../test-client.ts';
import { NOBODY, type PushServiceStand, senderOf, startPushService, type TakenPush } from './push-service.ts';
import { type BrowserSubscription, newSubscription } from './push-subscription.ts';

let service: PushServiceStand;
let relay: RunningRelay;
beforeAll(async () => {
  service = await startPushService();
  relay = await startRelay({ environment: { ...service.environment, LOG_LEVEL: 'trace', MAX_SOCKETS_PER_IP: '1000' } });
});
afterAll(async () => {
  await relay.stop();
  service.close();
});

const PATH = '/api/push/subscription';

const subscribe = async (token: string, body: unknown) => {
  const answer = await request(relay.url, PATH, { method: 'POST', token, body });
  return { status: answer.status, detail: (answer.body as { detail?: string }).detail ?? '' };
};

/** The browser of this device, subscribed. */
const subscribed = async ({ session }: Pick<TestDevice, 'session'>): Promise<BrowserSubscription> => {
  const browser = newSubscription(service.url);
  expect(await subscribe(session.token, browser.subscription)).toEqual({ status: 204, detail: '' });
  return browser;
};

const friends = async (): Promise<[TestDevice, TestDevice]> => {
  const ann = await newPerson(relay.url, 'ann');
  const bo = await newPerson(relay.url, 'bo');
  await befriend(ann, bo);
  return [ann, bo];
};

const invite = async (from: TestDevice, to: TestDevice, call: string = crypto.randomUUID()): Promise<string> => {
  expect(await from.ask({ type: 'call-invite', call, callee: to.uid, media: 'video' })).toMatchObject({ type: 'ok' });
  return call;
};

const record = async (device: TestDevice, fits: (record: Record<string, unknown>) => boolean) =>
  (await device.next('call', (frame) => fits(frame.record))).record;

const notified = (device: TestDevice, wanted: readonly string[]) =>
  record(device, ({ notified: now }) => JSON.stringify(now) === JSON.stringify(wanted));

const pushesOf = ({ id }: BrowserSubscription): TakenPush[] =>
  service.taken.filter(({ subscription }) => subscription === id);

describe('the subscription of a device', () => {
  test('[PU1] is for whoever is signed in, and the key it is made with stays through a restart', async () => {
    const browser = newSubscription(service.url);
    expect((await subscribe('tc_s_nobody', browser.subscription)).status).toBe(401);
    expect((await request(relay.url, PATH, { method: 'DELETE' })).status).toBe(401);
    const before = await request(relay.url, '/api/push');
    expect(before).toMatchObject({ status: 200, body: { key: expect.stringMatching(/^B[\w-]{86}$/) } });
    expect(statSync(join(relay.dataDir, 'vapid-keys.json')).mode & 0o777).toBe(0o600);
    await relay.kill();
    await relay.start();
    expect((await request(relay.url, '/api/push')).body).toEqual(before.body);
  });

  test('[PU1] a new one takes the place of the one before, also after a restart', async () => {
    const [ann, bo] = await friends();
    const former = await subscribed(bo);
    const present = await subscribed(bo);
    await relay.kill();
    await relay.start();
    await invite(await online(relay.url, ann.session), bo);
    await service.nth(present.id, 0);
    expect(pushesOf(former)).toEqual([]);
  });

  test('[PU1] an endpoint that another device gives is forgotten where it was before', async () => {
    const [ann, bo] = await friends();
    const cy = await newPerson(relay.url, 'cy');
    const browser = await subscribed(bo);
    const other = await subscribed(await newDevice(bo));
    expect((await subscribe(cy.session.token, browser.subscription)).status).toBe(204);
    await invite(ann, bo);
    await service.nth(other.id, 0);
    expect(pushesOf(browser)).toEqual([]);
  });

  test('[PU1] is forgotten when it is taken back, and with its session', async () => {
    const [ann, bo] = await friends();
    const [tablet, phone] = [await signIn(relay.url, bo.session.account.login), await newDevice(bo)];
    const gone = [await subscribed({ session: tablet }), await subscribed(phone)];
    const stays = await subscribed(bo);
    await request(relay.url, '/api/sessions/current', { method: 'DELETE', token: tablet.token });
    expect((await request(relay.url, PATH, { method: 'DELETE', token: phone.session.token })).status).toBe(204);
    await invite(ann, bo);
    await service.nth(stays.id, 0);
    expect(gone.flatMap(pushesOf)).toEqual([]);
  });

  const { endpoint, keys } = newSubscription('https://fcm.googleapis.com').subscription;
  const bad: readonly [string, string, Partial<PushSubscription>][] = [
    ['not of a push service', 'endpoint', { endpoint: 'https://talk.example/push' }],
    ['without TLS', 'endpoint', { endpoint: 'http://fcm.googleapis.com/fcm/send/abc' }],
    ['on this machine', 'endpoint', { endpoint: 'https://127.0.0.1/push' }],
    ['on this machine by another name', 'endpoint', { endpoint: 'https://[::ffff:7f00:1]/push' }],
    ['of the machine’s metadata', 'endpoint', { endpoint: 'https://169.254.169.254/latest' }],
    ['of no address', 'endpoint', { endpoint: 'nowhere' }],
    ['too long', 'endpoint', { endpoint: `${endpoint}${'a'.repeat(1024)}` }],
    ['with a key off the curve', 'keys.p256dh', { keys: { ...keys, p256dh: `B${'A'.repeat(86)}` } }],
    ['with a short key', 'keys.p256dh', { keys: { ...keys, p256dh: keys.p256dh.slice(1) } }],
    ['with a long secret', 'keys.auth', { keys: { ...keys, auth: `${keys.auth}A` } }],
  ];
  test.each(bad)('[PU2] one %s is refused', async (_, field, change) => {
    const bo = await newPerson(relay.url, 'bo');
    const { status, detail } = await subscribe(bo.session.token, { endpoint, keys, ...change });
    expect(status).toBe(400);
    expect(detail).toContain(field);
    expect((await subscribe(bo.session.token, { endpoint, keys })).status).toBe(204);
  });
});

describe('a ring by push', () => {
  test('[PU3] goes to every device that is subscribed, connected or not, encrypted for it and signed by the relay', async () => {
    const [ann, bo] = await friends();
    const phone = await subscribed({ session: await signIn(relay.url, bo.session.account.login) });
    const laptop = await subscribed(bo);
    const before = Date.now();
    const call = await invite(ann, bo);
    const { created_at } = await record(bo, ({ state }) => state === 'proposed');
    for (const browser of [phone, laptop]) {
      const push = await service.nth(browser.id, 0);
      expect(browser.open(push.body)).toEqual({
        type: 'ring',
        call,
        caller: ann.uid,
        media: 'video',
        ends_at: created_at + 60_000,
      });
      expect(push.headers).toMatchObject({
        'content-encoding': 'aes128gcm',
        urgency: 'high',
        topic: call.replaceAll('-', ''),
      });
      expect(Number(push.headers.ttl)).toBeGreaterThanOrEqual(60 - Math.ceil((Date.now() - before) / 1000));
      expect(Number(push.headers.ttl)).toBeLessThanOrEqual(60);
      const { key, aud, exp, sub } = senderOf(push);
      expect({ key }).toEqual((await request(relay.url, '/api/push')).body);
      expect({ aud, sub }).toEqual({ aud: service.url, sub: 'mailto:ann@talk.example' });
      expect(exp * 1000).toBeGreaterThan(Date.now());
      expect(exp * 1000).toBeLessThan(Date.now() + 24 * 3600 * 1000);
    }
    expect(() => laptop.open(pushesOf(phone)[0]?.body ?? Buffer.alloc(0))).toThrow();
  });

  test('[PU3] [RO4] does not go to whoever has blocked the caller, or never accepted them', async () => {
    const [ann, bo] = await friends();
    const cy = await newPerson(relay.url, 'cy');
    const [blocks, stranger] = [await subscribed(bo), await subscribed(cy)];
    await bo.ask({ type: 'contact', account: ann.uid, act: 'block' });
    await invite(ann, bo);
    await invite(ann, cy);
    await bo.ask({ type: 'contact', account: ann.uid, act: 'unblock' });
    await befriend(ann, bo);
    const dee = await newPerson(relay.url, 'dee');
    await befriend(dee, bo);
    const call = await invite(dee, bo);
    expect(blocks.open((await service.nth(blocks.id, 0)).body)).toMatchObject({ type: 'ring', call });
    expect(pushesOf(stranger)).toEqual([]);
  });

  test('[PU6] is in the record once the service has it, until the device says that it rings', async () => {
    const [ann, bo] = await friends();
    const phone = await signIn(relay.url, bo.session.account.login);
    await subscribed({ session: phone });
    const call = await invite(ann, bo);
    expect(await notified(ann, [phone.device])).toMatchObject({ state: 'proposed', call });
    bo.send({ type: 'call-ringing', call });
    expect(await record(ann, ({ state }) => state === 'ringing')).toMatchObject({
      ringing: [bo.device],
      notified: [phone.device],
    });
    const woken = await online(relay.url, phone);
    woken.send({ type: 'call-ringing', call });
    const both = await record(ann, ({ ringing }) => (ringing as string[] | undefined)?.length === 2);
    expect(both).toMatchObject({ ringing: [bo.device, phone.device], notified: [] });
  });

  test('[PU6] a device that rings already is not noted', async () => {
    const [ann, bo] = await friends();
    const browser = await subscribed(bo);
    const fence = await signIn(relay.url, bo.session.account.login);
    const last = await subscribed({ session: fence });
    service.answers(browser.id, { status: 429, headers: { 'retry-after': '1' } });
    service.answers(last.id, { status: 429, headers: { 'retry-after': '2' } });
    const call = await invite(ann, bo);
    bo.send({ type: 'call-ringing', call });
    await service.nth(browser.id, 1);
    await notified(ann, [fence.device]);
  });

  test.each([
    [
      'missed',
      'the caller cancels',
      (ann: TestDevice, _: TestDevice, call: string) => ann.ask({ type: 'call-end', call }),
    ],
    [
      'answered',
      'another device answers',
      (_: TestDevice, bo: TestDevice, call: string) => bo.ask({ type: 'call-accept', call }),
    ],
    [
      'declined',
      'another device declines',
      (_: TestDevice, bo: TestDevice, call: string) => bo.ask({ type: 'call-decline', call }),
    ],
  ] as const)('[PU4] is replaced by "%s" when %s', async (outcome, _, end) => {
    const [ann, bo] = await friends();
    const phone = await signIn(relay.url, bo.session.account.login);
    const browser = await subscribed({ session: phone });
    const acting = await subscribed(bo);
    const call = await invite(ann, bo);
    await Promise.all([service.nth(browser.id, 0), service.nth(acting.id, 0)]);
    await record(ann, ({ notified: now }) => (now as string[] | undefined)?.length === 2);
    await end(ann, bo, call);
    const push = await service.nth(browser.id, 1);
    expect(browser.open(push.body)).toEqual({ type: 'over', call, caller: ann.uid, media: 'video', outcome });
    expect(push.headers).toMatchObject({ ttl: '60', urgency: 'high', topic: call.replaceAll('-', '') });
    // Whoever has done it knows.
    if (outcome === 'missed') await service.nth(acting.id, 1);
    const next = await invite(await newFriend(bo), bo);
    if (outcome === 'answered') return;
    expect(acting.open((await service.nth(acting.id, outcome === 'missed' ? 2 : 1)).body)).toMatchObject({
      call: next,
    });
  });

  test('[PU4] [CA8] a ring that met another one the other way counts as answered', async () => {
    const [ann, bo] = await friends();
    const browser = await subscribed({ session: await signIn(relay.url, bo.session.account.login) });
    const call = await invite(ann, bo, crypto.randomUUID().replace(/^./, 'f'));
    await service.nth(browser.id, 0);
    await record(ann, ({ notified: now }) => (now as string[] | undefined)?.length === 1);
    await invite(bo, ann, crypto.randomUUID().replace(/^./, '0'));
    expect(browser.open((await service.nth(browser.id, 1)).body)).toMatchObject({
      type: 'over',
      call,
      outcome: 'answered',
    });
  });

  const newFriend = async (of: TestDevice): Promise<TestDevice> => {
    const cy = await newPerson(relay.url, 'cy');
    await befriend(cy, of);
    return cy;
  };

  test.each([404, 410])('[PU5] is the last to a subscription that its service answers with %i', async (status) => {
    const [ann, bo] = await friends();
    const [gone, stays] = [await subscribed(bo), await subscribed(await newDevice(bo))];
    service.answers(gone.id, { status });
    const call = await invite(ann, bo);
    await Promise.all([service.nth(gone.id, 0), service.nth(stays.id, 0)]);
    await ann.ask({ type: 'call-end', call });
    await service.nth(stays.id, 1);
    const again = await invite(ann, bo);
    expect(stays.open((await service.nth(stays.id, 2)).body)).toMatchObject({ type: 'ring', call: again });
    expect(pushesOf(gone)).toHaveLength(1);
    // It may be given anew.
    expect((await subscribe(bo.session.token, gone.subscription)).status).toBe(204);
  });

  test.each([
    [429, '1', 1_000],
    [503, undefined, 2_000],
  ])('[PU5] is tried once more after %i with Retry-After %s', async (status, after, ms) => {
    const [ann, bo] = await friends();
    const browser = await subscribed(bo);
    service.answers(browser.id, { status, ...(after ? { headers: { 'retry-after': after } } : {}) });
    const call = await invite(ann, bo);
    const [first, second] = [await service.nth(browser.id, 0), await service.nth(browser.id, 1)];
    expect(second.at - first.at).toBeGreaterThanOrEqual(ms - 20);
    expect(browser.open(second.body)).toMatchObject({ type: 'ring', call });
    expect(Number(second.headers.ttl)).toBeLessThanOrEqual(60 - ms / 1000);
    await notified(ann, [bo.device]);
  });

  test('[PU5] is not tried again where the service wants longer than it rings, or refuses it, or the ring is over', async () => {
    const [ann, bo] = await friends();
    const slow = await subscribed(bo);
    const refused = await subscribed(await newDevice(bo));
    const late = await subscribed(await newDevice(bo));
    const fence = await subscribed(await newDevice(bo));
    service.answers(slow.id, { status: 429, headers: { 'retry-after': '61' } });
    service.answers(refused.id, { status: 413 });
    service.answers(late.id, { status: 503, headers: { 'retry-after': '1' } });
    const call = await invite(ann, bo);
    await Promise.all([slow, refused, late, fence].map(({ id }) => service.nth(id, 0)));
    await ann.ask({ type: 'call-end', call });
    await service.nth(fence.id, 1);
    service.answers(fence.id, { status: 503, headers: { 'retry-after': '1' } });
    await invite(ann, bo);
    const [again] = await Promise.all([slow, refused, late].map(({ id }) => service.nth(id, 1)));
    expect(slow.open(again?.body ?? Buffer.alloc(0))).toMatchObject({ type: 'ring' });
    expect(again?.headers.topic).not.toBe(call.replaceAll('-', ''));
    await service.nth(fence.id, 3); // a second later
    for (const { id } of [slow, refused, late])
      expect(service.taken.filter(({ subscription }) => subscription === id)).toHaveLength(2);
  });

  test('[PU3] neither the invite nor other sockets wait for a push service, and nothing of it is in the log', async () => {
    const [ann, bo] = await friends();
    const browser = newSubscription(service.url);
    const held = await subscribed(await newDevice(bo));
    service.answers(held.id, { status: 0 });
    const nobody = { ...browser.subscription, endpoint: `https://${NOBODY}/canary` };
    expect((await subscribe(bo.session.token, nobody)).status).toBe(204);
    const call = await invite(ann, bo);
    await record(bo, ({ call: id }) => id === call);
    await service.nth(held.id, 0);
    await ann.ask({ type: 'call-end', call });
    const log = relay.output();
    for (const secret of ['canary', browser.subscription.keys.auth, browser.subscription.keys.p256dh, service.url])
      expect(log).not.toContain(secret);
    const keys = JSON.parse(readFileSync(join(relay.dataDir, 'vapid-keys.json'), 'utf8')) as { privateKey: string };
    expect(log).not.toContain(keys.privateKey);
  });

  test('[CA15] is not sent to whoever hears of the call in the one they are in', async () => {
    const [ann, bo] = await friends();
    const [cy, dee] = [await newPerson(relay.url, 'cy'), await newPerson(relay.url, 'dee')];
    await befriend(cy, bo);
    await befriend(cy, dee);
    const present = await invite(ann, bo);
    await bo.ask({ type: 'call-accept', call: present, waiting: true });
    const [bos, dees] = [await subscribed(bo), await subscribed(dee)];
    const second = await invite(cy, bo);
    await record(bo, ({ call }) => call === second);
    await invite(cy, dee);
    await service.nth(dees.id, 0);
    expect(pushesOf(bos)).toEqual([]);
  });
});
