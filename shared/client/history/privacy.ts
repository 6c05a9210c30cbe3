import { defaultPrivacy, type Privacy } from '#shared/core/privacy/privacy.ts';
import type { Act } from '#shared/protocol/content.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { EnvelopeId, Instant } from '#shared/protocol/ids.ts';
import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { queue } from './outbox.ts';
import { SELF } from './schema.ts';
import { write } from './write.ts';

/** With the choice that it comes from: of two devices' choices the later one stands, on all of them. */
export interface PrivacyRow extends Privacy {
  readonly at: Instant;
  readonly id: EnvelopeId;
}

interface Choices {
  objectStore(name: 'privacy'): {
    get(key: typeof SELF): Promise<PrivacyRow | undefined>;
    put(row: PrivacyRow, key: typeof SELF): Promise<unknown>;
  };
}

/** What was chosen on another device of one's own. */
export const takePrivacy = async (
  transaction: Choices,
  id: EnvelopeId,
  { sent_at: at, read_receipts: readReceipts, typing, early_path }: Extract<Act, { type: 'settings' }>,
): Promise<void> => {
  const privacy = transaction.objectStore('privacy');
  const before = await privacy.get(SELF);
  const isOlder = before && (before.at > at || (before.at === at && before.id > id));
  // An earlier version says nothing of it.
  const { earlyPath } = early_path === undefined ? (before ?? defaultPrivacy) : { earlyPath: early_path };
  if (!isOlder) await privacy.put({ readReceipts, typing, earlyPath, at, id }, SELF);
};

/** What the person of this device has decided to let others know. */
export const privacyStore = (connection: Connection): Pick<History, 'savePrivacy'> => ({
  savePrivacy: ({ readReceipts, typing, earlyPath }, id, now, self) =>
    connection.run((db) =>
      write(db, 'strict', ['privacy', 'outbox'], async (transaction) => {
        const privacy = transaction.objectStore('privacy');
        // Later than what it changes, whatever the clocks of the devices say.
        const at = Math.max(now, ((await privacy.get(SELF))?.at ?? 0) + 1);
        await privacy.put({ readReceipts, typing, earlyPath, at, id }, SELF);
        const choice = { read_receipts: readReceipts, typing, early_path: earlyPath };
        const content = { type: 'settings', ...choice, sent_at: at } as const;
        const conversation = directConversation(self, self);
        await queue(transaction, { entry: { message: id, conversation, to: self, content } });
      }),
    ),
});
