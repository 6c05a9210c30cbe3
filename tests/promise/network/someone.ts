import 'fake-indexeddb/auto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ulid } from 'ulid';
import { expect, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import { createClient } from '#shared/client/create-client.ts';
import { httpBlobs } from '#shared/client/files/blob-api.ts';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import { identityKeys } from '#shared/client/identity/keys.ts';
import type { History } from '#shared/client/ports.ts';
import { httpApi } from '#shared/client/relay/http-api.ts';
import { openWebSocket } from '#shared/client/relay/web-socket.ts';
import { hpkeSealer } from '#shared/client/seal/hpke.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { createFakeDevice } from '#tests/fakes/fake-windows.ts';

// Node's own never closes where it could not be opened. By its file: the package has an empty half for browsers.
const require = createRequire(import.meta.url);
const ws = require(join(dirname(require.resolve('ws/package.json')), 'index.js')) as typeof import('ws');
class QuietWebSocket extends ws.WebSocket {
  constructor(...args: ConstructorParameters<typeof ws.WebSocket>) {
    super(...args);
    this.on('error', () => {}); // closes, which is heard
  }
}
vi.stubGlobal('WebSocket', QuietWebSocket);

export const PASSWORD = 'correct horse battery staple';
const PATIENCE = { timeout: 30_000, interval: 20 };

/** A person with one device: the product's own client, with its own store, sealing and socket, only without a screen. */
export interface Someone {
  readonly login: string;
  readonly uid: AccountId;
  readonly client: Client;
  readonly history: History;
  /** The device's clock is off by this many ms from now on. */
  setClock(skew: number): void;
  /** The browser says that there is a network again. */
  networkReturned(): void;
  /** Texts of one author in the order of the conversation, from the store. */
  textsBy(author: AccountId, conversation: ConversationId): Promise<readonly string[]>;
}

let devices = 0;

export const newcomer = async (
  relay: string,
  login: string,
  more: { readonly email?: string } = {},
): Promise<Someone> => {
  devices += 1;
  const name = `network-${devices}`;
  const returned = new Set<() => void>();
  let skew = 0;
  const client = createClient({
    clock: {
      now: () => Date.now() + skew,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    chance: { uuid: () => crypto.randomUUID(), ulids: async () => () => ulid(Date.now() + skew), random: Math.random },
    network: {
      returned: (listener) => {
        returned.add(listener);
        return () => returned.delete(listener);
      },
    },
    api: httpApi(),
    openSocket: openWebSocket,
    history: indexedDbHistory(name),
    windows: createFakeDevice().open(),
    blobs: async () => httpBlobs(),
    sealer: async () => hpkeSealer,
    identities: async () => identityKeys,
    deviceName: name,
  });
  const made = await client.account.create({ relay, login, password: PASSWORD, ...more });
  expect(made).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(client.state().link.state).toBe('online'), PATIENCE);
  const { session } = client.state();
  if (session.state !== 'signed-in') throw new Error('not signed in');
  const history = indexedDbHistory(name);
  return {
    login,
    uid: session.account.uid,
    client,
    history,
    setClock: (ms) => {
      skew = ms;
    },
    networkReturned: () => {
      for (const listener of returned) listener();
    },
    textsBy: async (author, conversation) => {
      const { items } = await history.items(conversation, { at: 'end', limit: 10_000 });
      return items.flatMap((item) => (item.kind === 'message' && item.author === author ? [item.text] : []));
    },
  };
};

/** They know each other from now on. Resolves to their conversation. */
export const befriend = async (asker: Someone, asked: Someone): Promise<ConversationId> => {
  expect(await asker.client.people.contact(asked.uid, 'request')).toMatchObject({ ok: true });
  await vi.waitFor(
    () => expect(asked.client.state().roster.contacts.get(asker.uid)?.relation).toBe('incoming'),
    PATIENCE,
  );
  expect(await asked.client.people.contact(asker.uid, 'accept')).toMatchObject({ ok: true });
  await vi.waitFor(
    () => expect(asker.client.state().roster.contacts.get(asked.uid)?.relation).toBe('contact'),
    PATIENCE,
  );
  return directConversation(asker.uid, asked.uid);
};
