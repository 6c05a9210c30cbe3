import type { IDBPTransaction, StoreNames } from 'idb';
import type { ItemKey } from '#shared/core/chat/item-key.ts';
import type { TimelineItem } from '#shared/core/chat/timeline.ts';
import { wordsOf } from '#shared/core/chat/words.ts';
import type { Schema, WordsRow } from './schema.ts';
import { together } from './write.ts';

// The one place where items are written and removed, each together with its words and its file.

/** What a transaction that changes items must span. */
export const ITEM_STORES = ['items', 'words', 'files'] as const;

/** How many messages are searched at a time; a power of two that answers one letter within some milliseconds. */
const SHELF = 4_096;

/** A transaction over {@link ITEM_STORES}, and maybe more. */
type Writing<Stores extends readonly StoreNames<Schema>[]> = IDBPTransaction<Schema, Stores, 'readwrite'>;

export const shelfOf = (ordinal: number): number => Math.floor(ordinal / SHELF);

const textOf = (item: TimelineItem): string => {
  if (item.kind !== 'message' || item.deleted) return '';
  return item.attachment ? `${item.text} ${item.attachment.name}` : item.text;
};

export const wordsRow = (ordinal: number, key: ItemKey, item: TimelineItem): WordsRow => {
  const shelf = shelfOf(ordinal);
  const words = wordsOf(textOf(item)).map((word): readonly [number, string] => [shelf, word]);
  return { ordinal, item: key, conversation: item.conversation, shelf, words };
};

const isSame = (a: WordsRow, b: WordsRow): boolean =>
  a.words.length === b.words.length && a.words.every(([, word], index) => word === b.words[index]?.[1]);

/** Writes items, new or changed, and what the search knows of them. The last one is the newest. */
export const putItems = async <Stores extends readonly StoreNames<Schema>[]>(
  transaction: Writing<Stores>,
  changed: Iterable<readonly [ItemKey, TimelineItem]>,
): Promise<void> => {
  const items = transaction.objectStore('items');
  const words = transaction.objectStore('words');
  const files = transaction.objectStore('files');
  const written = [...changed];
  const known = await Promise.all(written.map(([key]) => words.index('item').get(key)));
  const newest = await words.openKeyCursor(null, 'prev');
  let last = Number(newest?.key ?? 0);
  await together(
    written.flatMap(([key, item], index) => {
      const put = () => items.put(item, key);
      // Who takes back a message takes back its file.
      const drop = item.kind === 'message' && item.deleted ? [() => files.delete(key)] : [];
      const before = known[index];
      const row = wordsRow(before?.ordinal ?? last + 1, key, item);
      if (before ? isSame(before, row) : row.words.length === 0) return [put, ...drop];
      last = Math.max(last, row.ordinal);
      return [put, ...drop, () => (row.words.length > 0 ? words.put(row) : words.delete(row.ordinal))];
    }),
  );
};

export const deleteItems = async <Stores extends readonly StoreNames<Schema>[]>(
  transaction: Writing<Stores>,
  keys: readonly ItemKey[],
): Promise<void> => {
  const items = transaction.objectStore('items');
  const words = transaction.objectStore('words');
  const files = transaction.objectStore('files');
  const known = await Promise.all(keys.map((key) => words.index('item').get(key)));
  await together([
    ...keys.flatMap((key) => [() => items.delete(key), () => files.delete(key)]),
    ...known.flatMap((row) => (row ? [() => words.delete(row.ordinal)] : [])),
  ]);
};
