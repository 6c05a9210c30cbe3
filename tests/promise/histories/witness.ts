import type { History } from '#shared/client/ports.ts';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import type { DeviceName, Happening } from './happening.ts';

const ALL = 10_000;

/** A device's store, and a record of what it has taken. */
export const witnessed = (store: History, device: DeviceName, history: Happening[]): History => {
  const received = async (conversation: ConversationId): Promise<readonly string[]> => {
    const { items } = await store.items(conversation, { at: 'end', limit: ALL });
    return items.flatMap((item) =>
      item.kind === 'message' && item.delivery.state === 'received' ? [itemKey(item)] : [],
    );
  };

  const seen: Partial<History> = {
    enqueue: async (message, entry) => {
      await store.enqueue(message, entry);
      history.push({ what: 'written', device, id: entry.message, content: entry.content });
    },
    enqueueAct: async (entry) => {
      await store.enqueueAct(entry);
      history.push({ what: 'written', device, id: entry.message, content: entry.content });
    },
    markSent: async (id, at, now) => {
      await store.markSent(id, at, now);
      history.push({ what: 'committed', device, id, at });
    },
    store: async (arriving, cursor, self) => {
      const changed = await store.store(arriving, cursor, self);
      const messages = arriving.flatMap((one) => (one.kind === 'message' && one.author !== self ? [itemKey(one)] : []));
      history.push({ what: 'stored', device, messages });
      return changed;
    },
    markRead: async (conversation) => {
      const since = history.length;
      const surely = await received(conversation);
      await store.markRead(conversation);
      history.push({ what: 'read', device, since, surely, perhaps: await received(conversation) });
    },
  };
  return new Proxy(store, { get: (of, name) => seen[name as keyof History] ?? of[name as keyof History] });
};
