import { describe, expect, test, vi } from 'vitest';
import { createPrekeys } from '#shared/client/mail/prekeys.ts';
import { type DeviceSecrets, type History, SealError, type StoredSession, type Windows } from '#shared/client/ports.ts';
import type { Line } from '#shared/client/relay/line.ts';
import { hpkeSealer } from '#shared/client/seal/hpke.ts';
import { createFakeClock } from '#tests/fakes/fake-clock.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse, deliveries, texts } from './house.ts';
import { ann, between, bo, newDevice } from './seal/devices.ts';

const HOUR = 3_600_000;

/** The ids of a device's prekeys, oldest first. */
const ids = async (home: Awaited<ReturnType<ReturnType<typeof createHouse>['person']>>['home']) =>
  (await home.history().secrets())?.prekeys.map(({ id }) => id) ?? [];

describe('prekeys', () => {
  test('are renewed every day, by one context for all, and forgotten two days after', async () => {
    const { person, net, clock } = createHouse();
    const { client, home } = await person('ann');
    const popup = home.open({ calling: false });
    await until(() => popup.client.state().link.state === 'online');
    // The second came with the first one-time keys.
    await vi.waitFor(async () => expect(await ids(home)).toEqual([1, 2]));

    /** The clock moves on while the socket stays: looked at every six hours. */
    const day = async (): Promise<readonly number[]> => {
      for (let hours = 0; hours < 24; hours += 6) {
        net.cut();
        clock.advance(6 * HOUR);
        await passing(
          clock,
          () => client.state().link.state === 'online' && popup.client.state().link.state === 'online',
        );
        await quiet();
      }
      // Keys are forgotten once the mailbox has had its time.
      const now = clock.now();
      await passing(clock, () => clock.now() - now > 11 * 60_000, HOUR);
      await quiet();
      return ids(home);
    };
    expect(await day()).toEqual([1, 2, 3]);
    expect(await home.history().oneTimeKeys()).toBe(200);
    expect(await day()).toEqual([2, 3, 4]);
    expect(await day()).toEqual([3, 4, 5]);
    expect(await day()).toEqual([4, 5, 6]);
    expect(await home.history().oneTimeKeys()).toBe(300);
  });

  test('one that the relay did not take is not relied on', async () => {
    const { person, net, clock } = createHouse();
    let broken = false;
    const { client, home } = await person('ann', {
      ports: (ports) => ({
        ...ports,
        openSocket: (relay, ticket, events) => {
          const socket = ports.openSocket(relay, ticket, events);
          return { ...socket, send: (frame) => (broken && frame.type === 'prekey' ? net.cut() : socket.send(frame)) };
        },
      }),
    });
    broken = true;
    clock.advance(25 * HOUR);
    await passing(clock, () => client.state().link.state === 'online');
    await quiet();
    const [first] = await ids(home);
    expect(first).toBe(1);
  });

  test('signing out is not undone by it', async () => {
    const { person, clock } = createHouse();
    const { client, home } = await person('ann');
    clock.advance(25 * HOUR);
    await client.account.signOut();
    await quiet();
    expect(await home.history().session()).toBeUndefined();
  });
});

describe('what is sealed', () => {
  test('after an hour the relay is asked again which keys there are', async () => {
    const { pair, clock } = createHouse();
    let asked = 0;
    const { ann, talk } = await pair();
    const window = ann.home.open({
      ports: (ports) => ({
        ...ports,
        openSocket: (relay, ticket, events) => {
          const socket = ports.openSocket(relay, ticket, events);
          return {
            ...socket,
            send: (frame) => {
              // Not how this device itself stands.
              if (frame.type === 'devices' && frame.accounts.length > 1) asked += 1;
              socket.send(frame);
            },
          };
        },
      }),
    });
    ann.client.close();
    await until(() => window.client.state().link.state === 'online');
    window.client.chat.open(talk);
    for (const text of ['one', 'two']) await window.client.chat.send(talk, text);
    await until(() => deliveries(window).join() === 'sent,sent');
    expect(asked).toBe(1);
    clock.advance(HOUR);
    await passing(clock, () => window.client.state().link.state === 'online');
    await window.client.chat.send(talk, 'three');
    // What was sent before may have been received by now.
    await until(() => deliveries(window)[2] === 'sent' || deliveries(window)[2] === 'delivered');
    expect(asked).toBe(2);
  });

  test('keys that their device has not signed are asked for anew, and then refused in words', async () => {
    const { person, relay } = createHouse();
    const bo = await person('bo');
    let trusted = false;
    const ann = await person('ann', {
      ports: (ports) => ({
        ...ports,
        sealer: async () => {
          const sealer = await ports.sealer();
          return {
            ...sealer,
            seal: (...given) => (trusted ? sealer.seal(...given) : Promise.reject(new SealError('no'))),
          };
        },
      }),
    });
    relay.befriend(ann.uid, bo.uid);
    const talk = `direct:${[ann.uid, bo.uid].sort().join(':')}`;
    ann.client.chat.open(talk);
    await ann.client.chat.send(talk, 'hello');
    await until(() => deliveries(ann)[0] === 'failed');
    expect(ann.client.state().chat.open?.items[0]).toMatchObject({ delivery: { reason: 'stale_devices' } });
    trusted = true;
    ann.client.chat.retry(ann.client.state().chat.open?.items[0]?.id ?? '');
    await until(() => deliveries(ann)[0] === 'sent');
    bo.client.chat.open(talk);
    await until(() => texts(bo).join() === 'hello');
  });

  test('[ER2] what would not fit into a frame is refused here, not by a closed socket', async () => {
    const { pair, relay } = createHouse();
    relay.limitFrames(8_000);
    const { ann, talk } = await pair();
    ann.client.chat.open(talk);
    await ann.client.chat.send(talk, '漢'.repeat(4_000));
    await ann.client.chat.send(talk, 'short');
    await until(() => deliveries(ann).join() === 'failed,sent');
    expect(ann.client.state().chat.open?.items[0]).toMatchObject({ delivery: { reason: 'too_large' } });
    expect(ann.client.state().link.state).toBe('online');
  });
});

describe('a seized device', () => {
  /** bo's device with keys that are really keys, on a socket that stays; `isDrained` is the mailbox's word. */
  const renewing = async (isDrained: () => boolean) => {
    const clock = createFakeClock();
    const phone = await newDevice(bo);
    const since = clock.now();
    let secrets: DeviceSecrets = {
      ...phone.secrets,
      prekeys: phone.secrets.prekeys.map((prekey) => ({ ...prekey, since })),
    };
    const account = { uid: bo, login: 'bo', role: 'person' } as const;
    const self: StoredSession = { relay: '', token: '', account, device: phone.keys.device };
    const history = {
      session: async () => self,
      secrets: async () => secrets,
      saveKeys: async (_: string, saved: DeviceSecrets) => {
        secrets = saved;
      },
    } as unknown as History;
    const line = {
      welcome: () => ({ endpoint: 'here', iceServers: [] }),
      request: async () => ({ ok: true, value: { type: 'ok', id: '1' } }),
    } as unknown as Line;
    let working: Promise<void> = Promise.resolve();
    const windows: Windows = {
      post: () => undefined,
      listen: () => () => undefined,
      exclusive: (_, work) => {
        working = working.then(work);
        return working;
      },
    };
    const onBroken = (error: unknown): never => {
      throw error;
    };
    const sealer = async () => hpkeSealer;
    const prekeys = createPrekeys({ history, windows, clock, line, sealer, session: () => self, isDrained, onBroken });
    /** A day passes; the mailbox then has its time. */
    const day = async (): Promise<readonly number[]> => {
      clock.advance(24 * HOUR);
      prekeys.renew();
      await working;
      clock.advance(HOUR);
      await working;
      return secrets.prekeys.map(({ id }) => id);
    };
    return { phone, day, secrets: () => secrets };
  };

  test('cannot open what was sealed for it before its keys were renewed and its mailbox was empty', async () => {
    const { phone, day, secrets } = await renewing(() => true);
    const annPhone = await newDevice(ann);
    const context = between(annPhone, phone);
    const box = await hpkeSealer.seal(new TextEncoder().encode('yesterday'), phone.keys, annPhone.secrets, context);
    const open = () => hpkeSealer.open(box, annPhone.keys, secrets(), context);
    expect(await day()).toEqual([1, 2]);
    expect(await open()).toMatchObject({ ok: true });
    expect(await day()).toEqual([1, 2, 3]);
    expect(await day()).toEqual([2, 3, 4]);
    expect(await open()).toEqual({ ok: false, reason: 'unsealable' });
  });

  test('keeps the key of what still waits in the mailbox', async () => {
    let drained = false;
    const { day } = await renewing(() => drained);
    for (let days = 0; days < 4; days += 1) await day();
    expect(await day()).toEqual([1, 2, 3, 4, 5, 6]);
    drained = true;
    expect(await day()).toEqual([5, 6, 7]);
  });
});
