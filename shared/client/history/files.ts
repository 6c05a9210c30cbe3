import type { FileStore, OutboxEntry } from '../ports.ts';
import type { Connection } from './connection.ts';
import { revise } from './conversation-row.ts';
import { ITEM_STORES, putItems } from './items.ts';
import { write } from './write.ts';

const withBlob = (entry: OutboxEntry, blob: string): OutboxEntry => {
  const { content } = entry;
  if (content.type !== 'text' || !content.attachment) return entry;
  return { ...entry, content: { ...content, attachment: { ...content.attachment, blob } } };
};

/** The files of messages, and what the relay has to be told of its blobs. */
export const fileStore = (connection: Connection): FileStore => ({
  file: (item) => connection.run(async (db) => (await db.get('files', item))?.file),

  saveFile: (item, conversation, file) =>
    connection.run((db) =>
      write(db, 'strict', ['items', 'files'], async (transaction) => {
        const message = await transaction.objectStore('items').get(item);
        if (message?.kind === 'message' && !message.deleted)
          await transaction.objectStore('files').put({ item, conversation, file });
      }),
    ),

  dropFile: (item) =>
    connection.run((db) =>
      write(db, 'relaxed', ['files'], (transaction) => transaction.objectStore('files').delete(item)),
    ),

  upload: (message) =>
    connection.run(async (db) => {
      const entry = (await db.get('outbox', message))?.entry;
      return entry?.uploading ? entry : undefined;
    }),

  saveBlob: (message, blob) =>
    connection.run((db) =>
      write(db, 'strict', ['outbox'], async (transaction) => {
        const outbox = transaction.objectStore('outbox');
        const row = await outbox.get(message);
        if (row) await outbox.put({ ...row, entry: withBlob(row.entry, blob) });
      }),
    ),

  markUploaded: (message) =>
    connection.run((db) =>
      write(db, 'strict', ['conversations', ...ITEM_STORES, 'outbox'], async (transaction) => {
        const outbox = transaction.objectStore('outbox');
        const row = await outbox.get(message);
        if (!row?.item || row.entry.content.type !== 'text') return;
        const { uploading: _, ...entry } = row.entry;
        await outbox.put({ ...row, entry });
        const item = await transaction.objectStore('items').get(row.item);
        const { attachment } = row.entry.content;
        if (item?.kind !== 'message' || !attachment) return;
        const whole = { ...item, attachment };
        await putItems(transaction, [[row.item, whole]]);
        const conversation = await transaction.objectStore('conversations').get(item.conversation);
        if (conversation) await transaction.objectStore('conversations').put(revise(conversation, whole));
      }),
    ),

  noteBlob: (blob, note) =>
    connection
      .run((db) =>
        write(db, 'strict', ['blob_notes'], (transaction) => transaction.objectStore('blob_notes').put(note, blob)),
      )
      .then(() => undefined),

  blobNotes: () =>
    connection.run(async (db) => {
      const transaction = db.transaction('blob_notes');
      const [blobs, notes] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
      return blobs.flatMap((blob, index) => {
        const note = notes[index];
        return note ? [{ blob, note }] : [];
      });
    }),

  forgetNote: (blob) =>
    connection.run((db) =>
      write(db, 'relaxed', ['blob_notes'], (transaction) => transaction.objectStore('blob_notes').delete(blob)),
    ),
});
