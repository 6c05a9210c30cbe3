import type { ItemKey } from '#shared/core/chat/item-key.ts';
import type { Connection } from './connection.ts';
import { ITEM_STORES, wordsRow } from './items.ts';
import { SELF } from './schema.ts';
import { together, write } from './write.ts';

/** Messages for each transaction: others need not wait for longer than some milliseconds. */
const SLICE = 100;

/** The newest first. An envelope's id begins with the time at which it was made. */
const byAge = (keys: readonly ItemKey[]): readonly ItemKey[] => {
  const made = (key: ItemKey): string => key.slice(key.indexOf(':') + 1);
  return [...keys].sort((a, b) => (made(a) < made(b) ? 1 : -1));
};

const indexSlice = (connection: Connection, keys: readonly ItemKey[]): Promise<void> =>
  connection.run((db) =>
    write(db, 'relaxed', ITEM_STORES, async (transaction) => {
      const items = transaction.objectStore('items');
      const words = transaction.objectStore('words');
      const lowest = await words.openKeyCursor(null, 'next');
      let ordinal = Number(lowest?.key ?? 0);
      const found = await Promise.all(
        keys.map(async (key) => ((await words.index('item').getKey(key)) === undefined ? items.get(key) : undefined)),
      );
      await together(
        keys.flatMap((key, index) => {
          const item = found[index];
          const row = item && wordsRow(ordinal - 1, key, item);
          if (!row || row.words.length === 0) return [];
          // Below everything that is known: they are older.
          ordinal -= 1;
          return [() => words.put(row)];
        }),
      );
    }),
  );

/** Makes the messages known to the search that a version without one has left. Begins anew where it was interrupted. */
export const indexBacklog = async (connection: Connection): Promise<void> => {
  const keys = byAge(await connection.run((db) => db.getAllKeys('items')));
  for (let at = 0; at < keys.length; at += SLICE) await indexSlice(connection, keys.slice(at, at + SLICE));
  await connection.run((db) =>
    write(db, 'relaxed', ['backlog'], (transaction) => transaction.objectStore('backlog').delete(SELF)),
  );
};
