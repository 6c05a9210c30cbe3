import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckId, type Finding, setupCheck } from '#shared/protocol/setup-check.ts';
import { freePort } from '../free-port.ts';
import { type PushServiceStand, startPushService } from '../push/push-service.ts';
import { type RunningRelay, startRelay } from '../start-relay.ts';
import { newPerson, PASSWORD, request, signIn } from '../test-client.ts';

let service: PushServiceStand;
let relay: RunningRelay;
let token: string;
beforeAll(async () => {
  service = await startPushService();
  relay = await startRelay({
    environment: {
      ...service.inPlaceOfAll,
      ADMIN_LOGIN: 'ann',
      ADMIN_PASSWORD: PASSWORD,
      TURN_URLS: `turn:127.0.0.1:${await freePort()}`,
      TURN_SECRET: 'the secret that relay and TURN server share',
    },
  });
  ({ token } = await signIn(relay.url, 'ann'));
});
afterAll(async () => {
  await relay.stop();
  service.close();
});

const check = async (headers = {}): Promise<(id: CheckId) => Finding | undefined> => {
  const { status, body } = await request(relay.url, '/api/setup-check', { token, headers });
  expect(status).toBe(200);
  const { findings } = setupCheck.parse(body);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  return (id) => findings.find((finding) => finding.id === id);
};

describe('GET /api/setup-check', () => {
  test('[SC1] is for administrators alone', async () => {
    expect((await request(relay.url, '/api/setup-check')).status).toBe(401);
    const bo = await newPerson(relay.url, 'bo');
    expect(await request(relay.url, '/api/setup-check', { token: bo.session.token })).toMatchObject({
      status: 403,
      body: { error_code: 'forbidden' },
    });
  });

  test('[SC1] [SC2] tells what is in order and what is not, by ids that stay', async () => {
    const found = await check();
    for (const id of ['data-folder', 'disk', 'database', 'clock', 'proxy', 'push-keys', 'push-services'] as const)
      expect(found(id)).toMatchObject({ state: 'ok' });
    expect(found('push-subject')).toMatchObject({ state: 'ok', about: 'mailto:ann@talk.example' });
    expect(found('address')).toMatchObject({ state: 'skipped', found: 'address-local', about: relay.url });
    expect(found('certificate')).toMatchObject({ state: 'skipped' });
    expect(found('turn-udp')).toMatchObject({ state: 'failed', found: 'turn-silent', said: 'ECONNREFUSED' });
    expect(found('turn-tcp')).toMatchObject({ state: 'warning', found: 'turn-way-none' });
  });

  test('[SC1] looks at the way that the request came by', async () => {
    const found = await check({ 'x-forwarded-for': '198.51.100.7' });
    expect(found('proxy')).toMatchObject({ state: 'failed', found: 'proxy-not-trusted' });
  });

  test('[SC1] notices a folder that others may read', async () => {
    chmodSync(relay.dataDir, 0o755);
    expect((await check())('data-folder')).toMatchObject({ found: 'folder-open', about: relay.dataDir, said: '0755' });
    chmodSync(relay.dataDir, 0o700);
    expect((await check())('data-folder')).toMatchObject({ state: 'ok' });
  });
});
