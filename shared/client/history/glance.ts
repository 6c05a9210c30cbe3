import type { History } from '../ports.ts';
import { connect } from './connection.ts';
import { peopleStore } from './people.ts';
import { recallStore } from './recall.ts';

/** What a worker reads that is awake for a moment. */
type Glance = Pick<History, 'session' | 'roster' | 'former' | 'privacy'>;

/** Opens what this device remembers, reads, and closes it again: a worker must not stand in the way of a new version. */
export const glance = async <T>(read: (memory: Glance) => Promise<T>, name = 'tincan'): Promise<T> => {
  const connection = connect(name);
  try {
    return await read({ ...recallStore(connection), ...peopleStore(connection) });
  } finally {
    connection.close();
  }
};
