import 'fake-indexeddb/auto';
import { monotonicFactory } from 'ulid';
import { onTestFinished, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import '#shared/client/calls/calls.ts'; // loaded on demand otherwise, which takes real time
import '#shared/client/mail/mail.ts';
import '#shared/client/mail/device-directory.ts';
import '#shared/client/history/rest.ts';
import '#shared/client/acts/account.ts';
import '#shared/client/acts/identity.ts';
import '#shared/client/acts/talk.ts';
import '#shared/client/files/files.ts';
import { createClient } from '#shared/client/create-client.ts';
// Loaded on demand: a test does not wait for that.
import '#shared/client/identity/keeper.ts';
import '#shared/client/identity/linking.ts';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import type { Ports } from '#shared/client/ports.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { createFakeAir, createFakeCalling, type FakeCalling, FakeStream } from '#tests/fakes/fake-calling.ts';
import { createFakeClock } from '#tests/fakes/fake-clock.ts';
import { createFakeNet } from '#tests/fakes/fake-net.ts';
import { createFakeDevice, type FakeWindow } from '#tests/fakes/fake-windows.ts';
import { uuid } from '#tests/fakes/ids.ts';
import { createModelBlobs } from '#tests/fakes/model-blobs.ts';
import { createModelRelay } from '#tests/fakes/model-relay.ts';
import { plainIdentities } from '#tests/fakes/plain-identities.ts';
import { plainSealer } from '#tests/fakes/plain-sealer.ts';
import { until } from '#tests/fakes/until.ts';

const nextUlid = monotonicFactory();
let databases = 0;
let ids = 0;

/** One context: a client and what it was given. */
export interface Context {
  readonly client: Client;
  readonly calling: FakeCalling;
  readonly windows: FakeWindow;
}

/** One installed client; each of its contexts opens the same store. */
export interface Device {
  open(options?: { readonly calling?: boolean; readonly ports?: (ports: Ports) => Ports }): Context;
  readonly history: () => ReturnType<typeof indexedDbHistory>;
}

/** A relay, a clock and devices, all in memory. */
export const createHouse = () => {
  const clock = createFakeClock();
  const relay = createModelRelay(clock);
  const net = createFakeNet(relay);
  const blobs = createModelBlobs();
  const air = createFakeAir();
  vi.stubGlobal('MediaStream', FakeStream);

  const device = (): Device => {
    databases += 1;
    const name = `device-${databases}`;
    const windows = createFakeDevice();
    return {
      history: () => indexedDbHistory(name),
      open: ({ calling: canCall = true, ports: change } = {}) => {
        const calling = createFakeCalling(air);
        const seat = windows.open();
        const ports: Ports = {
          clock,
          chance: {
            uuid: () => uuid(++ids),
            ulids: async () => () => nextUlid(clock.now()),
            random: () => 0,
          },
          api: net.api,
          openSocket: net.openSocket,
          history: indexedDbHistory(name),
          windows: seat,
          blobs: async () => blobs,
          sealer: async () => plainSealer,
          identities: async () => plainIdentities,
          ...(canCall && { calling: async () => calling }),
          deviceName: async () => name,
        };
        const client = createClient(change?.(ports) ?? ports);
        onTestFinished(() => client.close());
        return { client, calling, windows: seat };
      },
    };
  };

  /** The first device of each login. */
  const homes = new Map<string, Device>();

  /** Gives a device the key of its account, as another own device would. */
  const confirm = async (login: string, home: Device, uid: string): Promise<void> => {
    const identity = await homes.get(login)?.history().identity();
    if (!identity) return;
    const { joined: _, ...given } = identity;
    await home.history().saveIdentity(given);
    relay.announceDevices(uid);
  };

  /** A person on a new device of theirs, online; confirmed where it is their first. */
  const newcomer = async (login: string, options?: Parameters<Device['open']>[0]) => {
    const home = device();
    const context = home.open(options);
    const { client } = context;
    await until(() => client.state().session.state === 'signed-out');
    const credentials = { relay: 'https://relay.test', login, password: 'correct horse battery' };
    const made = await client.account.create(credentials);
    if (!made.ok) await client.account.signIn(credentials);
    await until(() => client.state().link.state === 'online', 'the link');
    await until(() => client.state().identity.device !== 'unknown', 'its standing');
    homes.set(login, homes.get(login) ?? home);
    return { ...context, home, login, uid: uidOf(client) };
  };

  /** The same, confirmed in any case. */
  const person = async (login: string, options?: Parameters<Device['open']>[0]) => {
    const made = await newcomer(login, options);
    await confirm(login, made.home, made.uid);
    await until(() => made.client.state().identity.device === 'confirmed', 'its confirmation');
    return made;
  };

  /** Two people who have accepted each other. The options are ann's. */
  const pair = async (options?: Parameters<Device['open']>[0]) => {
    const ann = await person('ann', options);
    const bo = await person('bo');
    relay.befriend(ann.uid, bo.uid);
    await until(() => ann.client.state().roster.contacts.size === 1 && bo.client.state().roster.contacts.size === 1);
    return { ann, bo, talk: directConversation(ann.uid, bo.uid) };
  };

  return { clock, relay, blobs, net, device, newcomer, person, pair, confirm };
};

export const uidOf = (client: Client): string => {
  const { session } = client.state();
  if (session.state !== 'signed-in') throw new Error('Not signed in');
  return session.account.uid;
};

/** The texts of a conversation as its timeline shows them. */
export const texts = ({ client }: Pick<Context, 'client'>): readonly string[] =>
  client.state().chat.open?.items.map((item) => {
    if (item.kind === 'message') return item.text;
    return item.kind === 'call' ? item.outcome : item.kind;
  }) ?? [];

export const deliveries = ({ client }: Pick<Context, 'client'>): readonly string[] =>
  client.state().chat.open?.items.flatMap((item) => (item.kind === 'message' ? [item.delivery.state] : [])) ?? [];

export const summaryOf = ({ client }: Pick<Context, 'client'>, conversation: ConversationId) =>
  client.state().chat.summaries.get(conversation);
