import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import dashboard from '../../relay/deploy/grafana-dashboard.json' with { type: 'json' };
import { newSpread, note } from '../../relay/tally.ts';
import { startPushService } from './push/push-service.ts';
import { newSubscription } from './push/push-subscription.ts';
import { together } from './room-steps.ts';
import { scrape } from './scrape.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, connect, newPerson, request, say } from './test-client.ts';

const TOKEN = 'a-token-for-metrics';

describe('what a relay tells of itself', () => {
  let relay: RunningRelay;
  beforeAll(async () => {
    relay = await startRelay();
  });
  afterAll(() => relay.stop());

  test('people are counted once, however many sockets they have, and no longer when they have gone', async () => {
    const before = await scrape(relay.url);
    const ann = await newPerson(relay.url, 'ann');
    const again = await ann.again();
    const more = await scrape(relay.url);
    expect(more.value('tincan_users_online') - before.value('tincan_users_online')).toBe(1);
    expect(more.value('tincan_endpoints') - before.value('tincan_endpoints')).toBe(2);
    ann.close();
    again.close();
    await vi.waitFor(async () =>
      expect((await scrape(relay.url)).value('tincan_endpoints')).toBe(before.value('tincan_endpoints')),
    );
  });

  test('calls are counted while they ring and while they last', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    await befriend(ann, bo);
    const calls = async () => {
      const now = await scrape(relay.url);
      return [now.value('tincan_calls', { state: 'ringing' }), now.value('tincan_calls', { state: 'active' })];
    };
    const call = crypto.randomUUID();
    await ann.ask({ type: 'call-invite', call, callee: bo.uid, media: 'audio' });
    expect(await calls()).toEqual([1, 0]);
    await bo.ask({ type: 'call-accept', call });
    expect(await calls()).toEqual([0, 1]);
    await ann.ask({ type: 'call-end', call });
    expect(await calls()).toEqual([0, 0]);
  });

  test('rooms are counted while somebody is inside, and whoever is', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    const rooms = async () => {
      const now = await scrape(relay.url);
      return [now.value('tincan_rooms'), now.value('tincan_room_participants')];
    };
    const { room } = await together([ann, bo]);
    expect(await rooms()).toEqual([1, 2]);
    await bo.ask({ type: 'room-leave', room });
    expect(await rooms()).toEqual([1, 1]);
    await ann.ask({ type: 'room-leave', room });
    expect(await rooms()).toEqual([0, 0]);
  });

  test('messages, the commits that hold them, and what is refused of frames, requests and sockets', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    const before = await scrape(relay.url);
    expect(await ann.ask({ type: 'devices', accounts: [bo.uid] })).toMatchObject({ error_code: 'not_contact' });
    await befriend(ann, bo);
    expect(await say(ann, bo.uid)).toMatchObject({ type: 'sent' });
    await request(relay.url, '/api/nothing');
    await expect(connect(relay.url, 'no-ticket')).rejects.toThrow('401');
    const after = await scrape(relay.url);
    const more = (name: string, labels?: Readonly<Record<string, string>>): number =>
      after.value(name, labels) - before.value(name, labels);
    expect(more('tincan_messages_total')).toBe(1);
    expect(more('tincan_refusals_total', { of: 'frame', code: 'not_contact' })).toBe(1);
    expect(more('tincan_refusals_total', { of: 'request', code: 'not_found' })).toBe(1);
    expect(more('tincan_refusals_total', { of: 'socket', code: 'unauthorized' })).toBe(1);
    const commits = more('tincan_commit_seconds_count');
    expect(commits).toBeGreaterThan(0);
    expect(more('tincan_commit_jobs_count')).toBe(commits);
    expect(more('tincan_commit_jobs_sum')).toBeGreaterThanOrEqual(commits);
    expect(more('tincan_commit_seconds_bucket', { le: '+Inf' })).toBe(commits);
  });

  test('memory, descriptors, time of the processor and the lag of the event loop are those of the process', async () => {
    const now = await scrape(relay.url);
    expect(now.value('process_resident_memory_bytes')).toBeGreaterThan(20e6);
    expect(now.value('process_open_fds')).toBeGreaterThan(5);
    for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds'])
      expect(now.names).toContain(name);
  });

  test('every query of the dashboard asks for metrics that there are', async () => {
    const { names } = await scrape(relay.url);
    const asked = dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\b(?:tincan|process|nodejs)_\w+/g) ?? ['none']),
    );
    expect(asked.length).toBeGreaterThan(12);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
    const known = [...names].filter((name) => name.startsWith('tincan_') && !name.endsWith('_sum'));
    expect(known.filter((name) => !asked.some((other) => other.startsWith(name.replace(/_count$/, ''))))).toEqual([]);
  });
});

test('what waits in the mailboxes and since when is known after a restart, too', async () => {
  const relay = await startRelay();
  const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
  await befriend(ann, bo);
  bo.close();
  await bo.closed;
  await say(ann, bo.uid);
  await say(ann, bo.uid);
  const sent = Date.now();
  const check = async (): Promise<void> => {
    const now = await scrape(relay.url);
    expect(now.value('tincan_mailbox_items')).toBe(2);
    const age = now.value('tincan_mailbox_oldest_seconds');
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThan((Date.now() - sent) / 1000 + 60);
  };
  await check();
  await relay.kill();
  await relay.start();
  await check();
  await relay.stop();
});

test('what push services say is counted', async () => {
  const service = await startPushService();
  const relay = await startRelay({ environment: service.environment });
  const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
  await befriend(ann, bo);
  const { id, subscription } = newSubscription(service.url);
  await request(relay.url, '/api/push/subscription', { method: 'POST', token: bo.session.token, body: subscription });
  service.answers(id, { status: 410 });
  await ann.ask({ type: 'call-invite', call: crypto.randomUUID(), callee: bo.uid, media: 'audio' });
  await vi.waitFor(
    async () => expect((await scrape(relay.url)).value('tincan_pushes_total', { result: 'gone' })).toBe(1),
    { timeout: 8_000 },
  );
  await relay.stop();
  service.close();
});

describe('who may read metrics', () => {
  const ask = (relay: RunningRelay, token?: string, headers?: Readonly<Record<string, string>>) =>
    request(relay.url, '/metrics', { ...(token && { token }), ...(headers && { headers }) });

  test('without a token programs on this machine, and nobody whose request was passed on', async () => {
    const relay = await startRelay({ environment: { TRUST_PROXY: 'yes' } });
    const here = await ask(relay);
    expect(here.status).toBe(200);
    expect(here.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
      const passedOn = await ask(relay, TOKEN, { [header]: '127.0.0.1' });
      expect(passedOn).toMatchObject({ status: 403, body: { error_code: 'forbidden' } });
      expect(passedOn.body).toMatchObject({ detail: expect.stringContaining('METRICS_TOKEN') });
    }
    await relay.stop();
  });

  test('with a token whoever has it, from anywhere', async () => {
    const relay = await startRelay({ environment: { METRICS_TOKEN: TOKEN, TRUST_PROXY: 'yes' } });
    expect((await ask(relay, TOKEN, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(200);
    for (const token of [undefined, `${TOKEN}x`, 'another-token-of-some-length'])
      expect(await ask(relay, token)).toMatchObject({ status: 403, body: { error_code: 'forbidden' } });
    await relay.stop();
  });
});

test('a spread counts each value where its bound is', () => {
  const spread = newSpread([1, 2, 4]);
  for (const value of [0, 1, 2, 3, 4, 5, 500]) note(spread, value);
  expect(spread).toEqual({ bounds: [1, 2, 4], counts: [2, 1, 2, 2], sum: 515 });
});
