import { connect } from '#shared/client/history/connection.ts';
import { ITEM_STORES, putItems } from '#shared/client/history/items.ts';
import { SELF } from '#shared/client/history/schema.ts';
import { together, write } from '#shared/client/history/write.ts';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { createSayings } from './sayings.ts';

// Runs in a page of the product, beside it, on its database and through its own store.

const SLICE = 2_000;
const MINUTE = 60_000;

const ulid = (n: number): string => n.toString().padStart(26, '0');
const stranger = (n: number): AccountId => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`;

declare global {
  /** Fills the signed-in person's history: so many messages with one person, and one message with so many others. */
  var fillHistory: (person: AccountId, messages: number, others: number) => Promise<void>;
}

globalThis.fillHistory = async (person, messages, others) => {
  const connection = connect('tincan');
  const say = createSayings();
  const self = await connection.run(async (db) => (await db.get('session', SELF))?.account.uid ?? '');
  const start = Date.now() - messages * 5 * MINUTE;

  const message = (n: number, other: AccountId, position: number, at: number): Message => ({
    kind: 'message',
    id: ulid(n),
    conversation: directConversation(self, other),
    position,
    author: n % 2 === 0 ? self : other,
    text: say(n),
    at,
    delivery: { state: n % 2 === 0 ? 'sent' : 'received' },
  });
  const store = (items: readonly Message[]) =>
    connection.run((db) =>
      write(db, 'relaxed', [...ITEM_STORES, 'conversations'], async (transaction) => {
        const conversations = transaction.objectStore('conversations');
        const ends = new Map(items.map((item) => [item.conversation, item]));
        await together([
          () =>
            putItems(
              transaction,
              items.map((item) => [itemKey(item), item] as const),
            ),
          ...[...ends].map(([conversation, last]) => () => {
            const other = last.author === self ? undefined : last.author;
            const row = { conversation, person: other ?? person, unread: 0, next: last.position + 1, last };
            return conversations.put(row);
          }),
        ]);
      }),
    );

  for (let from = 1; from <= messages; from += SLICE) {
    const count = Math.min(SLICE, messages - from + 1);
    await store(
      Array.from({ length: count }, (_, index) => {
        const n = from + index;
        return message(n, person, n, start + n * 5 * MINUTE);
      }),
    );
  }
  const people = Array.from({ length: others }, (_, index) => stranger(index + 1));
  await store(people.map((other, index) => message(1_000_001 + 2 * index, other, 1, start + index * MINUTE)));
  await connection.run((db) =>
    write(db, 'relaxed', ['contacts'], async (transaction) => {
      const contacts = transaction.objectStore('contacts');
      await together(
        people.map((account, index) => () => contacts.put({ account, login: `other-${index}`, relation: 'contact' })),
      );
    }),
  );
  connection.close();
};
