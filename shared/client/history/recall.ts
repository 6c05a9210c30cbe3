import type { IDBPTransaction, StoreNames } from 'idb';
import type { ConversationSummary } from '#shared/core/chat/timeline.ts';
import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { overlay, waitingActs } from './overlay.ts';
import { privacyOf } from './privacy-row.ts';
import { withReached } from './reached.ts';
import { type ConversationRow, type OutboxRow, type Schema, SELF } from './schema.ts';

/** What a context asks for as soon as it opens. */
export type Recall = Pick<
  History,
  'overview' | 'session' | 'summaries' | 'cursor' | 'privacy' | 'identity' | 'pin' | 'pins' | 'hasBacklog'
>;

const summaryOf = (
  { conversation, person, last, unread, seen, reached, timer }: ConversationRow,
  waiting: readonly OutboxRow[],
): ConversationSummary => ({
  conversation,
  person,
  ...(last && { last: overlay(withReached(last, reached), waiting) }),
  unread,
  ...(seen !== undefined && { seen }),
  ...(timer && timer.seconds > 0 && { timer: timer.seconds }),
});

const summariesIn = async <Stores extends readonly StoreNames<Schema>[]>(
  transaction: IDBPTransaction<Schema, Stores, 'readonly'>,
): Promise<readonly ConversationSummary[]> => {
  const [rows, waiting] = await Promise.all([
    transaction.objectStore('conversations').getAll(),
    waitingActs(transaction),
  ]);
  return rows.map((row) => summaryOf(row, waiting));
};

/** Who this device is, what has happened last with each person, and whom it believes. */
export const recallStore = (connection: Connection): Recall => ({
  session: () => connection.run((db) => db.get('session', SELF)),
  cursor: () => connection.run(async (db) => (await db.get('cursor', SELF)) ?? 0),

  overview: () =>
    connection.run(async (db) => {
      const transaction = db.transaction(['session', 'contacts', 'conversations', 'outbox']);
      const [session, contacts, summaries] = await Promise.all([
        transaction.objectStore('session').get(SELF),
        transaction.objectStore('contacts').getAll(),
        summariesIn(transaction),
      ]);
      return { session, contacts, summaries };
    }),
  summaries: () => connection.run((db) => summariesIn(db.transaction(['conversations', 'outbox']))),

  privacy: () => connection.run(async (db) => privacyOf(await db.get('privacy', SELF))),

  identity: () => connection.run((db) => db.get('identity', SELF)),
  pin: (account) => connection.run((db) => db.get('pins', account)),
  pins: () => connection.run((db) => db.getAll('pins')),
  hasBacklog: () => connection.run(async (db) => (await db.count('backlog')) > 0),
});
