import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IceServer } from '#shared/protocol/frames.ts';
import { createTurn, RENEW_MS, TTL_MS } from '../../relay/features/turn/turn.ts';
import { createHub } from '../../relay/hub/create-hub.ts';
import type { Endpoint, Socket } from '../../relay/hub/endpoint.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { newPerson } from './test-client.ts';

const NOW = 1_800_000_000_000;
const STUN = { urls: 'stun:stun.example' };
const URLS = ['turn:turn.example:3478', 'turns:turn.example:5349?transport=tcp'];
const SECRET = 'the secret that relay and TURN server share';

const signedBy = (secret: string, { username = '' }: IceServer): string =>
  createHmac('sha1', secret).update(username).digest('base64');

describe('a relay with TURN servers', () => {
  let relay: RunningRelay;
  beforeAll(async () => {
    const TURN_SECRET = `${SECRET}, the one that was shared until last month`;
    relay = await startRelay({
      environment: { ICE_SERVERS: JSON.stringify([STUN]), TURN_URLS: URLS.join(','), TURN_SECRET },
    });
  });
  afterAll(() => relay.stop());

  test('[TU1] welcomes each endpoint with credentials of its own that are good for an hour and tell nothing of it', async () => {
    const people = await Promise.all(['ann', 'bo'].map((name) => newPerson(relay.url, name)));
    const names = people.map(({ welcome, uid, device, endpoint }) => {
      const [stun, turn, ...others] = welcome.ice_servers;
      expect([stun, others]).toEqual([STUN, []]);
      expect(turn).toEqual({
        urls: URLS,
        username: expect.any(String),
        credential: signedBy(SECRET, turn as IceServer),
      });
      const [, expiry, name] = /^(\d+):([0-9a-f]{32})$/.exec(turn?.username ?? '') ?? [];
      expect(Math.abs(Number(expiry) * 1000 - welcome.server_time - TTL_MS)).toBeLessThan(2_000);
      for (const known of [uid, device, endpoint]) expect(turn?.username).not.toContain(known);
      return name;
    });
    expect(new Set(names).size).toBe(2);
  });
});

test('without TURN servers there are only those that never change', async () => {
  const relay = await startRelay({ environment: { ICE_SERVERS: JSON.stringify([STUN]) } });
  expect((await newPerson(relay.url, 'ann')).welcome.ice_servers).toEqual([STUN]);
  await relay.stop();
});

describe('an endpoint that stays', () => {
  const open = (openedAt: number, phase: Endpoint['phase'] = 'ready') => {
    const sent: string[] = [];
    const socket: Socket = {
      send: (text) => sent.push(text),
      cork: (run) => run(),
      end: () => {},
      getBufferedAmount: () => 0,
    };
    const endpoint = { id: String(openedAt), openedAt, phase, socket, outbox: undefined } as unknown as Endpoint;
    return {
      endpoint,
      sent: (): readonly { type: string; ice_servers: IceServer[] }[] => sent.map((text) => JSON.parse(text)),
    };
  };
  /** Each turn of the event loop is written at once. */
  const written = () => new Promise((resolve) => setImmediate(resolve));

  test('[TU2] is told newer credentials every half an hour, long before the former end, and nobody else is told', async () => {
    const [old, young, gone] = [open(NOW), open(NOW + 60_000), open(NOW, 'gone')];
    const hub = createHub(new Map([old, young, gone].map(({ endpoint }, at) => [String(at), endpoint])));
    let now = NOW;
    const iceServers = createTurn({ hub, iceServers: [STUN], urls: URLS, secret: SECRET, clock: () => now });
    const ends = (servers: readonly IceServer[]): number => Number(servers[1]?.username?.split(':')[0]) * 1000;
    expect(ends(iceServers())).toBe(NOW + TTL_MS);

    const pass = async (ms: number): Promise<void> => {
      now += ms;
      hub.emit('tick', now);
      await written();
    };
    await pass(RENEW_MS - 1);
    expect([...old.sent(), ...young.sent()]).toEqual([]);
    await pass(1);
    await pass(1_000);
    expect(old.sent()).toHaveLength(1);
    expect(young.sent()).toEqual([]);
    const [renewed] = old.sent();
    expect(renewed).toEqual({ type: 'ice-servers', ice_servers: [STUN, expect.objectContaining({ urls: URLS })] });
    expect(renewed?.ice_servers[1]?.credential).toBe(signedBy(SECRET, renewed?.ice_servers[1] as IceServer));
    expect(ends(renewed?.ice_servers ?? [])).toBe(NOW + RENEW_MS + TTL_MS);
    await pass(RENEW_MS);
    expect([old.sent().length, young.sent().length, gone.sent().length]).toEqual([2, 1, 0]);
  });
});
