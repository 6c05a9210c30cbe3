import type { IDBPTransaction } from 'idb';
import type { Found, Wanted } from '../ports.ts';
import { shelfOf } from './items.ts';
import { overlay, waitingActs } from './overlay.ts';
import type { Database, Schema } from './schema.ts';

const STORES = ['items', 'words', 'outbox'] as const;
type Reading = IDBPTransaction<Schema, typeof STORES, 'readonly'>;

/** So many keys are read at once: that takes some milliseconds. */
const KEYS = 4_096;

/** The ordinals on one shelf that have all the words, highest first, and how many keys it took to find them. */
const onShelf = async (
  reading: Reading,
  shelf: number,
  wanted: Wanted,
): Promise<{ readonly ordinals: readonly number[]; readonly keys: number }> => {
  const store = reading.objectStore('words');
  const lists = await Promise.all([
    ...wanted.words.map((word) =>
      store.index('word').getAllKeys(IDBKeyRange.bound([shelf, word], [shelf, `${word}\uffff`])),
    ),
    ...(wanted.conversation ? [store.index('place').getAllKeys([wanted.conversation, shelf])] : []),
  ]);
  const [shortest = [], ...others] = lists.map((list) => new Set(list)).sort((a, b) => a.size - b.size);
  const ordinals = [...shortest].filter((ordinal) => others.every((other) => other.has(ordinal)));
  return { ordinals: ordinals.sort((a, b) => b - a), keys: lists.reduce((sum, { length }) => sum + length, 0) };
};

/** From the newest shelf on, then as many at once as the last ones let expect to be read soon: what is rare is little. */
const ordinals = async (reading: Reading, wanted: Wanted): Promise<readonly number[]> => {
  const store = reading.objectStore('words');
  const [newest, oldest] = await Promise.all([store.openKeyCursor(null, 'prev'), store.openKeyCursor(null, 'next')]);
  if (!newest || !oldest) return [];
  const found: number[] = [];
  const bottom = shelfOf(oldest.key);
  let top = shelfOf(newest.key);
  for (let width = 1; top >= bottom && found.length <= wanted.limit; ) {
    const shelves = Array.from({ length: Math.min(width, top - bottom + 1) }, (_, index) => top - index);
    const read = await Promise.all(shelves.map((shelf) => onShelf(reading, shelf, wanted)));
    found.push(...read.flatMap(({ ordinals }) => ordinals));
    top -= width;
    const keys = read.reduce((sum, shelf) => sum + shelf.keys, 0) / shelves.length;
    width = Math.max(1, Math.round(KEYS / Math.max(keys, 1)));
  }
  return found;
};

/** The newest messages with words that begin so. */
export const search = async (db: Database, wanted: Wanted): Promise<Found> => {
  if (wanted.words.length === 0) return { messages: [], more: false };
  const reading = db.transaction(STORES);
  const [waiting, found] = await Promise.all([waitingActs(reading), ordinals(reading, wanted)]);
  const items = await Promise.all(
    found.slice(0, wanted.limit).map(async (ordinal) => {
      const row = await reading.objectStore('words').get(ordinal);
      return row && reading.objectStore('items').get(row.item);
    }),
  );
  const messages = items.flatMap((item) => (item?.kind === 'message' ? [overlay(item, waiting)] : []));
  return { messages: messages.filter(({ deleted }) => !deleted), more: found.length > wanted.limit };
};
