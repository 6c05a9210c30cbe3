import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountRecord } from '#shared/protocol/own-account.ts';
import { type PushServiceStand, startPushService } from './push/push-service.ts';
import { newSubscription } from './push/push-subscription.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { type Answer, befriend, newPerson, request, type TestDevice } from './test-client.ts';

let service: PushServiceStand;
let relay: RunningRelay;
beforeAll(async () => {
  service = await startPushService();
  relay = await startRelay({ environment: { ...service.environment, RING_SECONDS: '50' } });
});
afterAll(async () => {
  await relay.stop();
  service.close();
});

const asks = ({ session: { token } }: TestDevice, path: string, body?: unknown): Promise<Answer> =>
  request(relay.url, path, { token, ...(body === undefined ? {} : { method: 'POST', body }) });

const chooses = async (who: TestDevice, ring_seconds: number | null): Promise<void> => {
  expect((await asks(who, '/api/account', { ring_seconds })).status).toBe(204);
};

const kept = async (who: TestDevice) => {
  const { ring_seconds, default_ring_seconds, findable } = (await asks(who, '/api/account')).body as AccountRecord;
  return { ring_seconds, default_ring_seconds, findable };
};

/** The first record that both are told of a call. */
const calls = async (ann: TestDevice, bo: TestDevice) => {
  const call = crypto.randomUUID();
  await ann.ask({ type: 'call-invite', call, callee: bo.uid, media: 'audio' });
  const [hers, his] = await Promise.all([ann, bo].map((one) => one.next('call', ({ record }) => record.call === call)));
  expect(hers).toEqual(his);
  await ann.ask({ type: 'call-end', call });
  return hers?.record;
};

describe('how long calls to a person ring', () => {
  test('[CA17] is as they choose, and what the relay has until then and once they want that again', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    await befriend(ann, bo);
    expect(await kept(bo)).toEqual({ ring_seconds: null, default_ring_seconds: 50, findable: true });
    expect(await calls(ann, bo)).not.toHaveProperty('ring_seconds');
    await chooses(bo, 30);
    expect(await kept(bo)).toEqual({ ring_seconds: 30, default_ring_seconds: 50, findable: true });
    expect(await calls(ann, bo)).toMatchObject({ state: 'proposed', ring_seconds: 30 });
    // It is about calls to bo, not about those that bo makes.
    expect(await calls(bo, ann)).not.toHaveProperty('ring_seconds');
    await chooses(bo, null);
    expect(await calls(ann, bo)).not.toHaveProperty('ring_seconds');
  });

  test('[CA17] stays so through a restart', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    await befriend(ann, bo);
    await chooses(bo, 90);
    await relay.kill();
    await relay.start();
    expect(await kept(bo)).toMatchObject({ ring_seconds: 90 });
    expect(await calls(await ann.again(), await bo.again())).toMatchObject({ ring_seconds: 90 });
  });

  test('[CA17] [PU3] is how long a push rings, and how long its service keeps it', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    await befriend(ann, bo);
    await chooses(bo, 20);
    const browser = newSubscription(service.url);
    expect((await asks(bo, '/api/push/subscription', browser.subscription)).status).toBe(204);
    const call = crypto.randomUUID();
    await ann.ask({ type: 'call-invite', call, callee: bo.uid, media: 'audio' });
    const { record } = await ann.next('call', ({ record: told }) => told.call === call);
    const push = await service.nth(browser.id, 0);
    expect(browser.open(push.body)).toMatchObject({ type: 'ring', call, ends_at: record.created_at + 20_000 });
    expect(Number(push.headers.ttl)).toBeLessThanOrEqual(20);
  });

  test('only a session changes it, one thing at a time, and to nothing but 20 to 90 whole seconds', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const body = { ring_seconds: 30 };
    expect((await request(relay.url, '/api/account', { method: 'POST', body })).status).toBe(401);
    for (const ring_seconds of [19, 91, 30.5, '30', false, undefined])
      expect(await asks(ann, '/api/account', { ring_seconds })).toMatchObject({
        status: 400,
        body: { error_code: 'bad_request' },
      });
    expect((await asks(ann, '/api/account', { ring_seconds: 30, findable: false })).status).toBe(400);
    expect(await kept(ann)).toMatchObject({ ring_seconds: null, findable: true });
  });
});
