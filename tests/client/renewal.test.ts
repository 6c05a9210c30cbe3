import { describe, expect, test, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import type { WindowMessage } from '#shared/core/window-message.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse, type Device } from './house.ts';

type House = ReturnType<typeof createHouse>;

const HOUR = 3_600_000;

const token = async (home: Device): Promise<string | undefined> => (await home.history().session())?.token;

describe('[SE9] the token of a session', () => {
  test('is renewed every day, by one context for all, which go on with the new one', async () => {
    const { person, net, clock } = createHouse();
    const { client, home } = await person('ann');
    const popup = home.open({ calling: false });
    const online = () => [client, popup.client].every((one) => one.state().link.state === 'online');
    await until(online);
    await quiet();
    expect(net.asked).not.toContain('token');

    const seen = new Set([await token(home)]);
    for (let day = 1; day <= 3; day++) {
      for (let hours = 0; hours < 24; hours += 6) {
        clock.advance(6 * HOUR);
        net.cut();
        await passing(clock, online);
        await quiet();
      }
      seen.add(await token(home));
      expect(net.asked.filter((what) => what === 'token')).toHaveLength(day);
      expect(seen.size).toBe(day + 1);
    }
    expect(client.state().session.state).toBe('signed-in');
    expect(popup.client.state().session.state).toBe('signed-in');
  });

  test('whose answer is lost stays as it is', async () => {
    const { person, net, clock } = createHouse();
    const { client, home } = await person('ann', {
      ports: (ports) => ({
        ...ports,
        api: {
          ...ports.api,
          renewToken: async (...who): Promise<Outcome<string>> => {
            await ports.api.renewToken(...who);
            return { ok: false, reason: 'offline' };
          },
        },
      }),
    });
    const before = await token(home);
    clock.advance(25 * HOUR);
    net.cut();
    await passing(clock, () => client.state().link.state === 'online');
    await quiet();
    expect(net.asked).toContain('token');
    expect(await token(home)).toBe(before);
    clock.advance(HOUR);
    net.cut();
    await passing(clock, () => client.state().link.state === 'online');
    expect(client.state().session.state).toBe('signed-in');
  });

  test('does not come back where the person has signed out meanwhile', async () => {
    const { person, net, clock } = createHouse();
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const { client, home } = await person('ann', {
      ports: (ports) => ({
        ...ports,
        api: {
          ...ports.api,
          renewToken: async (...who) => {
            asked.resolve();
            await answered.promise;
            return ports.api.renewToken(...who);
          },
        },
      }),
    });
    clock.advance(25 * HOUR);
    net.cut();
    await passing(clock, () => client.state().link.state === 'online');
    await asked.promise;
    await client.account.signOut();
    answered.resolve();
    await quiet();
    expect(await home.history().session()).toBeUndefined();
    expect(client.state().session.state).toBe('signed-out');
  });

  test('that no relay knows, and none before it, is the end of the session', async () => {
    const { person, net, clock, relay } = createHouse();
    const { client, home } = await person('ann');
    clock.advance(25 * HOUR);
    net.cut();
    await passing(clock, () => client.state().link.state === 'online');
    await quiet();
    const session = await home.history().session();
    expect(session?.former).toHaveLength(1);
    net.setReachable(false);
    relay.revoke(session?.device ?? '');
    const before = net.asked.filter((what) => what === 'ticket').length;
    net.setReachable(true);
    await passing(clock, () => client.state().session.state === 'signed-out');
    expect(client.state().session).toMatchObject({ ended: 'revoked' });
    expect(net.asked.filter((what) => what === 'ticket').length).toBeGreaterThan(before + 1);
  });

  /** A day later, with another token in the store. */
  const nextDay = async ({ net, clock }: House, { client, home }: { client: Client; home: Device }): Promise<void> => {
    const before = await token(home);
    clock.advance(25 * HOUR);
    net.cut();
    await passing(clock, () => client.state().link.state === 'online');
    await vi.waitFor(async () => expect(await token(home)).not.toBe(before));
    await quiet();
  };

  test.each([
    ['unheard of here', false],
    ['heard of here while the former one was shown', true],
  ] as const)('that another context has renewed, %s, is taken from the store', async (_, hears) => {
    const house = createHouse();
    const { net, clock } = house;
    const ann = await house.person('ann');
    let first = Promise.resolve();
    let late = false;
    let hear: (message: WindowMessage) => void = () => undefined;
    const deaf = ann.home.open({
      calling: false,
      ports: (ports) => ({
        ...ports,
        windows: {
          ...ports.windows,
          listen: (listener) => {
            hear = listener;
            return () => undefined;
          },
        },
        // It leaves renewing to the other one.
        mailElsewhere: { wake: () => undefined },
        api: {
          ...ports.api,
          ticket: async (...who) => {
            await first;
            if (late && hears) {
              hear({ type: 'session-changed' });
              await quiet();
            }
            return ports.api.ticket(...who);
          },
        },
      }),
    });
    const isOnline = ({ client }: { client: Client }): boolean => client.state().link.state === 'online';
    await until(() => isOnline(deaf));
    await nextDay(house, ann);
    await passing(clock, () => isOnline(deaf));
    net.setReachable(false);
    // No resume ticket is left.
    const tickets = net.asked.length;
    await passing(clock, () => net.asked.slice(tickets).filter((what) => what === 'ticket').length > 3);
    const shown = Promise.withResolvers<void>();
    first = shown.promise;
    net.setReachable(true);
    await passing(clock, () => isOnline(ann));
    late = true;
    shown.resolve();
    await passing(clock, () => isOnline(deaf) || deaf.client.state().session.state !== 'signed-in');
    expect(deaf.client.state().session.state).toBe('signed-in');
  });

  test.each(['offline', 'rate_limited', 'unavailable'] as const)(
    'before it that the relay does not judge now (%s) is shown again later',
    async (reason) => {
      let judges: 'all' | 'newest' | 'none' = 'none';
      let asked = 0;
      const house = createHouse();
      const { net, clock } = house;
      const ann = await house.person('ann', {
        ports: (ports) => ({
          ...ports,
          api: {
            ...ports.api,
            ticket: async (relay, shown) => {
              if (judges === 'none') return ports.api.ticket(relay, shown);
              asked += 1;
              return failed(judges === 'all' || shown === (await token(ann.home)) ? 'unauthorized' : reason);
            },
          },
        }),
      });
      await nextDay(house, ann);
      judges = 'newest';
      net.setReachable(false);
      await passing(clock, () => asked > 6 || ann.client.state().session.state === 'signed-out');
      expect(ann.client.state().session.state).toBe('signed-in');
      judges = 'all';
      await passing(clock, () => ann.client.state().session.state === 'signed-out');
    },
  );
});
