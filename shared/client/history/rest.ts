import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { decisionStore } from './decisions.ts';
import { deviceStore } from './devices.ts';
import { draftStore } from './drafts.ts';
import { fileStore } from './files.ts';
import { identityStore } from './identity.ts';
import { outboxStore } from './outbox.ts';
import { pageStore } from './pages.ts';
import { privacyStore } from './privacy.ts';
import type { Recall } from './recall.ts';
import { sessionStore } from './session.ts';
import { tellReceiptStore } from './tell-receipts.ts';
import { timelineStore } from './timeline.ts';

/** What a context does with the store once people are shown. */
export type Rest = Omit<
  History,
  keyof Recall | 'roster' | 'former' | 'saveRoster' | 'saveContact' | 'archive' | 'expire' | 'close'
>;

export const restOf = (connection: Connection): Rest => ({
  ...sessionStore(connection),
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
});
