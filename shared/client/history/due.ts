import type { ConversationId, Instant } from '#shared/protocol/ids.ts';
import type { Database } from './schema.ts';

export interface Due {
  /** Where something has been read that has not begun to disappear. */
  readonly readable: readonly ConversationId[];
  /** When the next message disappears; it may have been long ago. */
  readonly next?: Instant;
}

/** What there is to disappear. Mostly nothing: a page finds that out without the code that removes. */
export const findDue = async (db: Database): Promise<Due> => {
  const waiting = await db.getAllFromIndex('conversations', 'expiring');
  const readable = waiting.filter(({ expiring = 0, seen = 0 }) => expiring <= seen);
  const next = await db.transaction('items').store.index('expiry').openKeyCursor();
  return { readable: readable.map(({ conversation }) => conversation), ...(next && { next: next.key }) };
};
