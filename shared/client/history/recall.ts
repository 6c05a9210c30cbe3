import type { ConversationSummary } from '#shared/core/chat/timeline.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { overlay, waitingActs } from './overlay.ts';
import { withReached } from './reached.ts';
import { type ConversationRow, type OutboxRow, SELF } from './schema.ts';

/** What a context asks for as soon as it opens. */
export type Recall = Pick<
  History,
  'session' | 'summaries' | 'cursor' | 'privacy' | 'identity' | 'pin' | 'pins' | 'hasBacklog'
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

/** Who this device is, what has happened last with each person, and whom it believes. */
export const recallStore = (connection: Connection): Recall => ({
  session: () => connection.run((db) => db.get('session', SELF)),
  cursor: () => connection.run(async (db) => (await db.get('cursor', SELF)) ?? 0),

  summaries: () =>
    connection.run(async (db) => {
      const transaction = db.transaction(['conversations', 'outbox']);
      const [rows, waiting] = await Promise.all([
        transaction.objectStore('conversations').getAll(),
        waitingActs(transaction),
      ]);
      return rows.map((row) => summaryOf(row, waiting));
    }),

  privacy: () =>
    connection.run(async (db) => {
      // A choice of an earlier version lacks what came later.
      const { readReceipts, typing, earlyPath, rings } = { ...defaultPrivacy, ...(await db.get('privacy', SELF)) };
      return { readReceipts, typing, earlyPath, rings };
    }),

  identity: () => connection.run((db) => db.get('identity', SELF)),
  pin: (account) => connection.run((db) => db.get('pins', account)),
  pins: () => connection.run((db) => db.getAll('pins')),
  hasBacklog: () => connection.run(async (db) => (await db.count('backlog')) > 0),
});
