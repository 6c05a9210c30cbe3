import 'fake-indexeddb/auto';
import { ulid } from 'ulid';
import { expect, onTestFinished, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import { createClient } from '#shared/client/create-client.ts';
import { httpBlobs } from '#shared/client/files/blob-api.ts';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import { identityKeys } from '#shared/client/identity/keys.ts';
import type { Ports } from '#shared/client/ports.ts';
import { httpApi } from '#shared/client/relay/http-api.ts';
import { openWebSocket } from '#shared/client/relay/web-socket.ts';
import { hpkeSealer } from '#shared/client/seal/hpke.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import { createFakeAir, createFakeCalling, FakeStream } from '#tests/fakes/fake-calling.ts';
import { createFakeDevice } from '#tests/fakes/fake-windows.ts';
import type { RunningRelay } from '#tests/relay/start-relay.ts';
import { uidOf } from './house.ts';

export const PATIENCE = { timeout: 15_000, interval: 10 };
export const password = 'correct horse battery staple';

export const online = async ({ client }: { readonly client: Client }): Promise<void> =>
  vi.waitFor(() => expect(client.state().link.state).toBe('online'), PATIENCE);

/** Node's sockets say nothing more of a relay that refuses them; those of browsers close. */
class BrowserSocket extends WebSocket {
  constructor(address: string | URL, protocols: string | string[]) {
    super(address, protocols);
    this.addEventListener('error', () => {
      if (this.readyState === WebSocket.CONNECTING)
        this.dispatchEvent(Object.assign(new Event('close'), { code: 1006 }));
    });
  }
}

/** Clients as they are, but for their media, at a relay that runs in a process of its own. */
export const atRelay = (relay: () => RunningRelay) => {
  const air = createFakeAir();
  let devices = 0;
  vi.stubGlobal('MediaStream', FakeStream);
  vi.stubGlobal('WebSocket', BrowserSocket);

  /** With what an earlier one of this name has stored. */
  const newClient = (name = `Device ${++devices}`) => {
    const calling = createFakeCalling(air);
    let ahead = 0;
    const ports: Ports = {
      clock: {
        now: () => Date.now() + ahead,
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      },
      chance: { uuid: () => crypto.randomUUID(), ulids: async () => ulid, random: () => Math.random() * 0.1 },
      api: httpApi(),
      openSocket: openWebSocket,
      history: indexedDbHistory(name),
      windows: createFakeDevice().open(),
      blobs: async () => httpBlobs(),
      sealer: async () => hpkeSealer,
      calling: async () => calling,
      identities: async () => identityKeys,
      deviceName: async () => name,
    };
    const client = createClient(ports);
    onTestFinished(() => client.close());
    const passDays = (days: number): void => {
      ahead += days * 24 * 3_600_000;
    };
    return { client, name, calling, history: ports.history, passDays };
  };

  const signUp = async (login: string) => {
    const made = newClient();
    const { client } = made;
    expect(await client.account.create({ relay: relay().url, login, password })).toEqual({
      ok: true,
      value: undefined,
    });
    await online(made);
    return { ...made, login, uid: uidOf(client) };
  };

  const befriend = async (a: Awaited<ReturnType<typeof signUp>>, b: Awaited<ReturnType<typeof signUp>>) => {
    const found = await a.client.people.find(b.login.toUpperCase());
    expect(found).toMatchObject({ ok: true, value: { uid: b.uid } });
    expect(await a.client.people.contact(b.uid, 'request')).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(b.client.state().roster.contacts.get(a.uid)?.relation).toBe('incoming'), PATIENCE);
    expect(await b.client.people.contact(a.uid, 'accept')).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(a.client.state().roster.contacts.get(b.uid)?.relation).toBe('contact'), PATIENCE);
    return directConversation(a.uid, b.uid);
  };

  return { newClient, signUp, befriend };
};
