import { itemKey } from '#shared/core/chat/item-key.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import type { History } from '../ports.ts';
import { connect } from './connection.ts';
import { recallStore } from './recall.ts';

/** What a worker reads that is awake for a moment. */
interface Glance extends Pick<History, 'session' | 'privacy' | 'overview'> {
  /** Whether the history has this call. */
  hasCall(call: CallId): Promise<boolean>;
}

/** Opens what this device remembers, reads, and closes it again: a worker must not stand in the way of a new version. */
export const glance = async <T>(read: (memory: Glance) => Promise<T>, name = 'tincan'): Promise<T> => {
  const connection = connect(name);
  try {
    return await read({
      ...recallStore(connection),
      hasCall: (id) =>
        connection.run(async (db) => (await db.getKey('items', itemKey({ kind: 'call', id }))) !== undefined),
    });
  } finally {
    connection.close();
  }
};
