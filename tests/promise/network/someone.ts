import { expect, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import { createClient } from '#shared/client/create-client.ts';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import type { History } from '#shared/client/ports.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { createFakeDevice } from '#tests/fakes/fake-windows.ts';
import { createRealPorts, type RealPorts } from './real-ports.ts';

export const PASSWORD = 'correct horse battery staple';
const PATIENCE = { timeout: 30_000, interval: 20 };

/** A person with one device: the product's own client, with its own store, sealing and socket, only without a screen. */
export interface Someone extends Pick<RealPorts, 'setClock' | 'networkReturned'> {
  readonly login: string;
  readonly uid: AccountId;
  readonly client: Client;
  readonly history: History;
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
  const { ports, setClock, networkReturned } = createRealPorts({ name, windows: createFakeDevice().open() });
  const client = createClient(ports);
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
    setClock,
    networkReturned,
    textsBy: async (author, conversation) => {
      const { items } = await history.items(conversation, { at: 'end', limit: 10_000 });
      return items.flatMap((item) => (item.kind === 'message' && item.author === author ? [item.text] : []));
    },
  };
};

/** They know each other from now on. Resolves to their conversation. */
export const befriend = async (
  asker: Pick<Someone, 'client' | 'uid'>,
  asked: Pick<Someone, 'client' | 'uid'>,
): Promise<ConversationId> => {
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
