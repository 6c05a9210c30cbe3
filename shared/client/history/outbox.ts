import type { IDBPTransaction, StoreNames } from 'idb';
import { itemKey, refKey } from '#shared/core/chat/item-key.ts';
import type { Delivery, Message } from '#shared/core/chat/timeline.ts';
import type { EnvelopeId, Instant } from '#shared/protocol/ids.ts';
import type { History, NewMessage, OutboxEntry } from '../ports.ts';
import { applyAct } from './apply-act.ts';
import { change, isMessageAct } from './change.ts';
import type { Connection } from './connection.ts';
import { append, emptyRow, revise } from './conversation-row.ts';
import { deleteItems, ITEM_STORES, putItems } from './items.ts';
import { authorOf } from './overlay.ts';
import type { ConversationRow, OutboxRow, Schema } from './schema.ts';
import { timerEntry, withTimer } from './timer.ts';
import { together, write } from './write.ts';

const STORES = ['conversations', ...ITEM_STORES, 'outbox', 'drafts'] as const;
type Transaction = IDBPTransaction<Schema, typeof STORES, 'readwrite'>;

/** A message on its way, or one that an act on its way is for, with everything that tells of it. */
interface Pending {
  readonly key: string;
  readonly message: Message;
  readonly conversation: ConversationRow;
}

const pendingOf = async (transaction: Transaction, row: OutboxRow): Promise<Pending | undefined> => {
  const key = row.item ?? row.target;
  if (key === undefined) return undefined;
  const message = await transaction.objectStore('items').get(key);
  const conversation = await transaction.objectStore('conversations').get(row.entry.conversation);
  return message?.kind === 'message' && conversation ? { key, message, conversation } : undefined;
};

const save = async (
  transaction: Transaction,
  { key, message, conversation }: Pending,
  saved: Message,
): Promise<void> => {
  if (saved === message) return;
  await together([
    () => putItems(transaction, [[key, saved]]),
    () => transaction.objectStore('conversations').put(revise(conversation, saved)),
  ]);
};

const deliver = async (transaction: Transaction, row: OutboxRow, delivery: Delivery): Promise<void> => {
  const pending = row.item === undefined ? undefined : await pendingOf(transaction, row);
  if (pending) await save(transaction, pending, { ...pending.message, delivery });
};

const ticked = (message: Message, { item, entry }: OutboxRow, at: Instant, now: Instant): Message => {
  const { message: id, conversation, content } = entry;
  if (item !== undefined) {
    const end = message.expires === undefined ? {} : { expires_at: now + message.expires * 1_000 };
    return { ...message, at, delivery: { state: 'sent' }, ...end };
  }
  if (content.type === 'text') return message;
  return applyAct(message, { kind: 'act', id, conversation, author: authorOf(entry), at, act: content });
};

/** The conversation once its last item is gone. Its positions are not given out again. */
export const shorten = async <Stores extends readonly StoreNames<Schema>[]>(
  transaction: IDBPTransaction<Schema, Stores, 'readwrite'>,
  { last: _, ...row }: ConversationRow,
): Promise<void> => {
  const range = IDBKeyRange.bound([row.conversation], [row.conversation, row.next]);
  const cursor = await transaction.objectStore('items').index('order').openCursor(range, 'prev');
  await transaction.objectStore('conversations').put(cursor ? { ...row, last: cursor.value } : row);
};

/** Whatever is done to a message that has gone without having been sent has gone with it. */
const forget = async (transaction: Transaction, { key, message, conversation }: Pending): Promise<void> => {
  const outbox = transaction.objectStore('outbox');
  for (const act of await outbox.index('target').getAllKeys(key)) await outbox.delete(act);
  await deleteItems(transaction, [key]);
  if (conversation.last?.position === message.position) await shorten(transaction, conversation);
};

interface Queue {
  index(name: 'order'): { openKeyCursor(query: null, direction: 'prev'): Promise<{ readonly key: number } | null> };
  put(row: OutboxRow): Promise<unknown>;
}

/** At the end of what is there. */
export const queue = async (
  transaction: { objectStore(name: 'outbox'): Queue },
  row: Omit<OutboxRow, 'position'>,
): Promise<void> => {
  const outbox = transaction.objectStore('outbox');
  const last = await outbox.index('order').openKeyCursor(null, 'prev');
  await outbox.put({ ...row, position: (last?.key ?? 0) + 1 });
};

/** The relay has refused it, and a later act says what counts. Nothing else: what is under way cannot be called back. */
const isNeedless = ({ entry }: OutboxRow, { content }: OutboxEntry): boolean =>
  entry.failed !== undefined && (content.type === 'delete' || content.type === entry.content.type);

/** What is said again is said as it is by now: an edit of it may have been sent without it. */
const renewed = (entry: OutboxEntry, { text }: Message): OutboxEntry => {
  if (entry.content.type !== 'text' || entry.content.text === text) return entry;
  const { sealed: _, ...unsealed } = entry;
  return { ...unsealed, content: { ...entry.content, text } };
};

/** A new message lives as long as its conversation says. */
const living = (message: NewMessage, { timer }: ConversationRow): NewMessage =>
  timer?.seconds ? { ...message, expires: timer.seconds } : message;
const livingEntry = (entry: OutboxEntry, { timer }: ConversationRow): OutboxEntry =>
  timer?.seconds && entry.content.type === 'text'
    ? { ...entry, content: { ...entry.content, expires: timer.seconds } }
    : entry;

/** What is on its way is no draft any more; what has been typed since is one. */
const forgetDraft = async (transaction: Transaction, { conversation, text }: NewMessage): Promise<void> => {
  const drafts = transaction.objectStore('drafts');
  if ((await drafts.get(conversation))?.trim() === text) await drafts.delete(conversation);
};

/** Counts from now on; in the order of all devices once it has its tick. */
const setTimer = async (transaction: Transaction, entry: OutboxEntry, seconds: number): Promise<void> => {
  const { message: id, conversation, to, content } = entry;
  const conversations = transaction.objectStore('conversations');
  const line = timerEntry({ id, conversation, author: authorOf(entry), at: content.sent_at }, seconds);
  const { row, placed } = append((await conversations.get(conversation)) ?? emptyRow(conversation, to), line);
  await together([
    () => putItems(transaction, [[itemKey(line), placed]]),
    () => conversations.put({ ...row, timer: { id, at: content.sent_at, seconds } }),
    () => queue(transaction, { entry }),
  ]);
};

const stampTimer = async (
  transaction: Transaction,
  entry: OutboxEntry,
  at: Instant,
  seconds: number,
): Promise<void> => {
  const conversations = transaction.objectStore('conversations');
  const row = await conversations.get(entry.conversation);
  if (row) await conversations.put(withTimer(row, { id: entry.message, at, seconds }));
};

/** Own messages and acts that have no tick. What is no longer in the outbox is settled: nothing that is late changes it. */
export const outboxStore = (
  connection: Connection,
): Pick<
  History,
  'enqueue' | 'enqueueAct' | 'outbox' | 'saveSealed' | 'markSent' | 'markFailed' | 'requeue' | 'discard'
> => {
  const writing = (work: (transaction: Transaction) => Promise<unknown>): Promise<void> =>
    connection.run((db) =>
      write(db, 'strict', STORES, async (transaction) => {
        await work(transaction);
      }),
    );
  const onRow = (id: EnvelopeId, work: (transaction: Transaction, row: OutboxRow) => Promise<unknown>): Promise<void> =>
    writing(async (transaction) => {
      const row = await transaction.objectStore('outbox').get(id);
      if (row) await work(transaction, row);
    });
  const saveEntry = (transaction: Transaction, row: OutboxRow, entry: OutboxEntry) =>
    transaction.objectStore('outbox').put({ ...row, entry });

  return {
    enqueue: (message, entry, file) =>
      writing(async (transaction) => {
        const conversations = transaction.objectStore('conversations');
        const key = itemKey(message);
        if (await transaction.objectStore('items').get(key)) return;
        const conversation =
          (await conversations.get(message.conversation)) ?? emptyRow(message.conversation, entry.to);
        const { row, placed } = append(conversation, living(message, conversation));
        await together([
          () => putItems(transaction, [[key, placed]]),
          () => conversations.put(row),
          () => queue(transaction, { entry: livingEntry(entry, conversation), item: key }),
          () => forgetDraft(transaction, message),
          ...(file
            ? [() => transaction.objectStore('files').put({ item: key, conversation: message.conversation, file })]
            : []),
        ]);
      }),

    enqueueAct: (entry) =>
      writing(async (transaction) => {
        const { content } = entry;
        if (content.type === 'timer') return setTimer(transaction, entry, content.seconds);
        if (content.type === 'text' || !isMessageAct(content)) return queue(transaction, { entry });
        const target = refKey(content.target);
        const message = await transaction.objectStore('items').get(target);
        // Not there, or not for this person to do.
        if (message?.kind !== 'message' || change(message, content, authorOf(entry)) === message) return;
        const outbox = transaction.objectStore('outbox');
        for (const row of await outbox.index('target').getAll(target))
          if (isNeedless(row, entry)) await outbox.delete(row.entry.message);
        await queue(transaction, { entry, target });
      }),

    outbox: () => connection.run(async (db) => (await db.getAllFromIndex('outbox', 'order')).map(({ entry }) => entry)),

    saveSealed: (id, sealed) =>
      onRow(id, (transaction, row) => {
        const { sealed: _, ...entry } = row.entry;
        return saveEntry(transaction, row, sealed ? { ...entry, sealed } : entry);
      }),

    markSent: (id, at, now) =>
      onRow(id, async (transaction, row) => {
        const outbox = transaction.objectStore('outbox');
        await outbox.delete(id);
        const { content } = row.entry;
        if (content.type === 'timer') await stampTimer(transaction, row.entry, at, content.seconds);
        const pending = await pendingOf(transaction, row);
        if (!pending) return;
        const settled = ticked(pending.message, row, at, now);
        await save(transaction, pending, settled);
        // Refused, and deleted since: nobody will try it again.
        if (settled.deleted) await outbox.delete(settled.id);
      }),

    markFailed: (id, reason) =>
      onRow(id, async (transaction, row) => {
        await deliver(transaction, row, { state: 'failed', reason });
        await saveEntry(transaction, row, { ...row.entry, failed: reason });
      }),

    requeue: (id) =>
      onRow(id, async (transaction, row) => {
        const { position: _, ...place } = row;
        const { failed, ...entry } = row.entry;
        if (failed === undefined) return; // by another context already
        const pending = row.item === undefined ? undefined : await pendingOf(transaction, row);
        if (!pending) return saveEntry(transaction, row, entry);
        // It is said after what was said meanwhile, and stands where the other person finds it.
        const { key, message, conversation } = pending;
        const { row: longer, placed } = append(conversation, { ...message, delivery: { state: 'queued' } });
        await together([
          () => putItems(transaction, [[key, placed]]),
          () => transaction.objectStore('conversations').put(longer),
          () => queue(transaction, { ...place, entry: renewed(entry, message) }),
        ]);
      }),

    discard: (id) =>
      onRow(id, async (transaction, row) => {
        await transaction.objectStore('outbox').delete(id);
        const pending = row.item === undefined ? undefined : await pendingOf(transaction, row);
        if (pending) await forget(transaction, pending);
      }),
  };
};
