import { onDemand } from '../on-demand.ts';
import { outOfReach } from '../out-of-reach.ts';
import type { History } from '../ports.ts';
import { connect } from './connection.ts';
import { findDue } from './due.ts';
import { peopleStore } from './people.ts';
import { recallStore } from './recall.ts';
import type { Rest } from './rest.ts';

/**
 * What a device remembers, in the IndexedDB of its browser. Every context opens its own; the transactions order them.
 * What it takes to show people is there at once, the rest is loaded when the first of it is needed.
 */
export const indexedDbHistory = (name = 'tincan'): History => {
  const connection = connect(name);
  return onDemand<History, Omit<History, keyof Rest>>(
    {
      ...recallStore(connection),
      ...peopleStore(connection),
      archive: async () => (await import('./archive.ts').catch(outOfReach)).archiveStore(connection),
      expire: async (now) => {
        const { readable, next } = await connection.run(findDue);
        const nothingIsDue = next === undefined || next > now;
        if (readable.length === 0 && nothingIsDue) return { changed: [], ...(next !== undefined && { next }) };
        const { expire } = await import('./expire.ts').catch(outOfReach);
        return connection.run((db) => expire(db, now, readable));
      },
      close: connection.close,
    },
    async () => (await import('./rest.ts').catch(outOfReach)).restOf(connection),
  );
};
