import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceRing } from '#shared/protocol/ring-test.ts';
import { type PushServiceStand, startPushService } from './push/push-service.ts';
import { newSubscription } from './push/push-subscription.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { newDevice, newPerson, request, signIn, type TestDevice } from './test-client.ts';

let service: PushServiceStand;
let relay: RunningRelay;
beforeAll(async () => {
  service = await startPushService();
  relay = await startRelay({ environment: service.environment });
});
afterAll(async () => {
  await relay.stop();
  service.close();
});

type Session = Pick<TestDevice, 'session'>;
const STANDING = { alerts: 'granted', push: 'reached', quiet: false } as const;

const ask = (method: string, path: string, { session }: Session, body?: unknown) =>
  request(relay.url, `/api/ring-tests${path}`, { method, token: session.token, ...(body ? { body } : {}) });

const begin = async (device: Session): Promise<string> => {
  const { status, body } = await ask('POST', '', device);
  expect(status).toBe(200);
  return (body as { test: string }).test;
};

const result = async (device: Session, id: string): Promise<readonly DeviceRing[]> =>
  ((await ask('GET', `/${id}`, device)).body as { devices: readonly DeviceRing[] }).devices;

const subscribed = async ({ session }: Session) => {
  const browser = newSubscription(service.url);
  const body = browser.subscription;
  await request(relay.url, '/api/push/subscription', { method: 'POST', token: session.token, body });
  return browser;
};

describe('a ring test', () => {
  test('[RT1] [RT3] rings each device of the account by every way there is, and tells what came of it', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const phone = await newDevice(ann);
    const away = { session: await signIn(relay.url, ann.session.account.login) };
    const bo = await newPerson(relay.url, 'bo');
    const browser = await subscribed(away);
    const id = await begin(ann);
    expect(await phone.next('ring-test')).toMatchObject({ test: id });
    expect(browser.open((await service.nth(browser.id, 0)).body)).toEqual({ type: 'test', test: id });
    expect((await ask('POST', `/${id}`, phone, { by: 'socket', standing: STANDING })).status).toBe(204);
    expect((await ask('POST', `/${id}`, away, { by: 'push' })).status).toBe(204);
    const rings = await result(ann, id);
    const of = (device: string) => rings.find((ring) => ring.device === device);
    expect(rings).toHaveLength(3);
    expect(of(ann.device)).toEqual({ device: ann.device, connected: true, subscribed: false });
    expect(of(phone.device)).toMatchObject({ connected: true, socket_ms: expect.any(Number), standing: STANDING });
    expect(of(away.session.device)).toMatchObject({ connected: false, subscribed: true, push_ms: expect.any(Number) });
    expect(bo.frames.filter(({ type }) => type === 'ring-test')).toEqual([]);
  });

  test('[RT2] the first answer by a way counts for its time, and the last for what the device says of itself', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const id = await begin(ann);
    await ask('POST', `/${id}`, ann, { by: 'socket', standing: { alerts: 'granted', quiet: false } });
    const [first] = await result(ann, id);
    await ask('POST', `/${id}`, ann, { by: 'socket', standing: STANDING });
    expect(await result(ann, id)).toMatchObject([{ socket_ms: first?.socket_ms, standing: STANDING }]);
  });

  test('[RT3] what a push service says of a device is told, and of the test of anybody else nothing', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    const browser = await subscribed(ann);
    service.answers(browser.id, { status: 410 });
    const id = await begin(ann);
    await expect.poll(async () => (await result(ann, id))[0]).toMatchObject({ subscribed: true, service: 'gone' });
    expect((await ask('GET', `/${id}`, bo)).status).toBe(404);
    expect((await ask('POST', `/${id}`, bo, { by: 'push' })).status).toBe(404);
    const next = await begin(ann);
    expect((await ask('GET', `/${id}`, ann)).status).toBe(404);
    expect(await result(ann, next)).toMatchObject([{ subscribed: false }]);
  });

  test('[RT1] is for whoever is signed in, six times a minute', async () => {
    expect((await request(relay.url, '/api/ring-tests', { method: 'POST' })).status).toBe(401);
    const strict = await startRelay({ environment: { RATE_LIMIT_SCALE: '1' } });
    const { session } = await newPerson(strict.url, 'ann');
    const post = () => request(strict.url, '/api/ring-tests', { method: 'POST', token: session.token });
    const answers = await Promise.all(Array.from({ length: 7 }, post));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 200, 429]);
    await strict.stop();
  });
});
