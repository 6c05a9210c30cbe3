import { describe, expect, test } from 'vitest';
import type { RelayApi } from '#shared/client/ports.ts';
import { tryPush } from '#shared/client/setup-check/try-push.ts';
import { clockFinding, socketFinding, trySocket } from '#shared/client/setup-check/try-socket.ts';
import { failed } from '#shared/core/reason.ts';
import type { RelayFrame } from '#shared/protocol/frames.ts';
import type { Alerts, DeviceRing } from '#shared/protocol/ring-test.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import { createFakeClock } from '#tests/fakes/fake-clock.ts';
import { ann, annPhone } from '#tests/fakes/ids.ts';
import { passing } from '#tests/fakes/until.ts';

const NOW = 1_800_000_000_000;
const self = {
  relay: 'https://talk.example',
  token: 't',
  account: { uid: ann, login: 'ann', role: 'admin' },
  device: annPhone,
} as const;

describe('a socket of its own', () => {
  const come = async (frames: readonly RelayFrame[], ticket: Awaited<ReturnType<RelayApi['ticket']>>) => {
    let closed = false;
    const welcomed = await trySocket(
      {
        api: { ticket: async () => ticket } as unknown as RelayApi,
        clock: { now: () => NOW, after: () => () => {} },
        openSocket: (_, __, events) => {
          queueMicrotask(() => {
            frames.forEach(events.frame);
            events.closed(1006);
          });
          return {
            send: () => {},
            close: () => {
              closed = true;
            },
          };
        },
      },
      self,
    );
    return { welcomed, closed };
  };
  const granted = { ok: true, value: 'ticket' } as const;
  const welcome = (server_time: number) =>
    ({ type: 'welcome', server_time, ice_servers: [] }) as unknown as Extract<RelayFrame, { type: 'welcome' }>;

  test('[SC3] is open once it is welcomed, and is closed then', async () => {
    const { welcomed, closed } = await come([welcome(NOW)], granted);
    expect(socketFinding(welcomed)).toMatchObject({ state: 'ok', found: 'socket-opens' });
    expect(closed).toBe(true);
  });

  test('[SC3] that ends before, or for which there is no ticket, is shut, and then no clock is compared', async () => {
    for (const { welcomed } of [await come([], granted), await come([], failed('offline'))]) {
      expect(socketFinding(welcomed)).toMatchObject({ state: 'failed', found: 'socket-shut' });
      expect(clockFinding(welcomed)).toMatchObject({ state: 'skipped' });
    }
  });

  test('[SC3] tells what the clocks differ by, in either direction', async () => {
    const clockOf = async (ahead: number) => clockFinding((await come([welcome(NOW + ahead)], granted)).welcomed);
    expect(await clockOf(-20_000)).toMatchObject({ state: 'ok', found: 'clock-agrees', amount: 20 });
    expect(await clockOf(-90_000)).toMatchObject({ state: 'failed', found: 'clock-differs', amount: 90 });
    expect(await clockOf(90_000)).toMatchObject({ state: 'failed', amount: 90 });
  });
});

describe('a push there and back', () => {
  interface World {
    readonly alerts?: Alerts;
    readonly begun?: boolean;
    /** What has come of it, look by look; the last stays. */
    readonly rings?: readonly Partial<DeviceRing>[];
    readonly known?: boolean;
  }

  const tried = async ({ alerts = 'granted', begun = true, rings = [{}], known = true }: World) => {
    const clock = createFakeClock(NOW);
    const told: Finding[] = [];
    let looks = 0;
    const api = {
      pushKey: async () => ({ ok: true, value: 'key' }),
      savePush: async () => (known ? { ok: true, value: undefined } : failed('bad_request')),
      beginRingTest: async () => (begun ? { ok: true, value: 'test' } : failed('rate_limited')),
      ringTestResult: async () => {
        const ring = rings[Math.min(looks++, rings.length - 1)];
        return { ok: true, value: [{ device: annPhone, connected: true, subscribed: true, ...ring }] };
      },
    } as unknown as RelayApi;
    const push = async () => ({
      alerts: () => alerts,
      subscribe: async () => ({ endpoint: 'https://push.example/1', keys: { p256dh: '', auth: '' } }),
      unsubscribe: async () => {},
    });
    let over = false;
    const work = tryPush({ api, clock, push }, self, (finding) => told.push(finding)).then(() => {
      over = true;
    });
    await passing(clock, () => over);
    await work;
    return told.map(({ state, found }) => `${state} ${found}`);
  };

  test.each([
    ['arrives', { rings: [{}, { service: 'accepted' }, { push_ms: 612 }] }, 'ok push-arrived'],
    ['is not taken', { rings: [{ service: 'refused' }] }, 'failed push-refused'],
    ['is lost', { rings: [{ service: 'accepted' }] }, 'failed push-lost'],
    ['may not be tried again so soon', { begun: false }, 'skipped not-tried'],
  ] as const)('[SC3] %s', async (_, world, trip) => {
    expect(await tried(world)).toEqual(['ok push-subscribed', trip]);
  });

  test.each([
    ['where notifications are not allowed', { alerts: 'default' }, 'skipped push-not-allowed'],
    ['by a service that the relay does not use', { known: false }, 'failed push-service-unknown'],
  ] as const)('[SC3] is not tried %s', async (_, world, subscription) => {
    expect(await tried(world)).toEqual([subscription, 'skipped not-tried']);
  });
});
