import type { History } from '../ports.ts';
import { connect } from './connection.ts';
import { decisionStore } from './decisions.ts';
import { deviceStore } from './devices.ts';
import { draftStore } from './drafts.ts';
import { fileStore } from './files.ts';
import { identityStore } from './identity.ts';
import { outboxStore } from './outbox.ts';
import { pageStore } from './pages.ts';
import { peopleStore } from './people.ts';
import { privacyStore } from './privacy.ts';
import { sessionStore } from './session.ts';
import { tellReceiptStore } from './tell-receipts.ts';
import { timelineStore } from './timeline.ts';

/** What a device remembers, in the IndexedDB of its browser. Every context opens its own; the transactions order them. */
export const indexedDbHistory = (name = 'tincan'): History => {
  const connection = connect(name);
  return {
    ...sessionStore(connection),
    ...peopleStore(connection),
    ...timelineStore(connection),
    ...pageStore(connection),
    ...outboxStore(connection),
    ...tellReceiptStore(connection),
    ...draftStore(connection),
    ...deviceStore(connection),
    ...identityStore(connection),
    ...decisionStore(connection),
    ...privacyStore(connection),
    ...fileStore(connection),
    archive: async () => {
      const { archiveStore } = await import('./archive.ts');
      return archiveStore(connection);
    },
    expire: async (now) => {
      const { expire } = await import('./expire.ts');
      return connection.run((db) => expire(db, now));
    },
    hasBacklog: () => connection.run(async (db) => (await db.count('backlog')) > 0),
    close: connection.close,
  };
};
