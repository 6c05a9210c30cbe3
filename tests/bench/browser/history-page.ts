import { connect } from '#shared/client/history/connection.ts';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import { SELF } from '#shared/client/history/schema.ts';
import { PAGE } from '#shared/core/chat/window.ts';
import { HITS, wordsOf } from '#shared/core/chat/words.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

// Runs in a page of the product, beside it, on its database and through its own store.

/** Milliseconds. */
export interface StoreTimes {
  /** From no connection to the newest items. */
  readonly open: number;
  readonly older: number;
  readonly search: number;
}

declare global {
  var measureStore: (person: AccountId, query: string) => Promise<StoreTimes>;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const ownUid = async (): Promise<AccountId> => {
  const connection = connect('tincan');
  const session = await connection.run((db) => db.get('session', SELF));
  connection.close();
  return session?.account.uid ?? '';
};

globalThis.measureStore = async (person, query) => {
  const conversation = directConversation(await ownUid(), person);
  const history = indexedDbHistory();
  const open = await timed(() => history.items(conversation, { at: 'end', limit: PAGE }));
  const { items } = await history.items(conversation, { at: 'end', limit: PAGE });
  const position = items[0]?.position ?? 0;
  const older = await timed(() => history.items(conversation, { at: 'before', position, limit: PAGE }));
  const archive = await history.archive();
  const search = await timed(() => archive.search({ words: wordsOf(query), limit: HITS }));
  history.close();
  return { open, older, search };
};
