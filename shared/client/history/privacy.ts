import type { Act } from '#shared/protocol/content.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { EnvelopeId } from '#shared/protocol/ids.ts';
import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { queue } from './outbox.ts';
import { type PrivacyRow, privacyOf } from './privacy-row.ts';
import { SELF } from './schema.ts';
import { write } from './write.ts';

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
  settings: Extract<Act, { type: 'settings' }>,
): Promise<void> => {
  const privacy = transaction.objectStore('privacy');
  const before = await privacy.get(SELF);
  const { sent_at: at, read_receipts: readReceipts, typing } = settings;
  if (before && (before.at > at || (before.at === at && before.id > id))) return;
  // An earlier version says nothing of what came later.
  const known = privacyOf(before);
  const earlyPath = settings.early_path ?? known.earlyPath;
  const showsEarly = settings.shows_early ?? known.showsEarly;
  const seesEarly = settings.sees_early ?? known.seesEarly;
  await privacy.put({ readReceipts, typing, earlyPath, showsEarly, seesEarly, at, id }, SELF);
};

/** What the person of this device has decided to let others know. */
export const privacyStore = (connection: Connection): Pick<History, 'savePrivacy'> => ({
  savePrivacy: (chosen, id, now, self) =>
    connection.run((db) =>
      write(db, 'strict', ['privacy', 'outbox'], async (transaction) => {
        const privacy = transaction.objectStore('privacy');
        // Later than what it changes, whatever the clocks of the devices say.
        const at = Math.max(now, ((await privacy.get(SELF))?.at ?? 0) + 1);
        await privacy.put({ ...chosen, at, id }, SELF);
        const { readReceipts, typing, earlyPath, showsEarly, seesEarly } = chosen;
        const early = { early_path: earlyPath, shows_early: showsEarly, sees_early: seesEarly };
        const content = { type: 'settings', read_receipts: readReceipts, typing, ...early, sent_at: at } as const;
        const conversation = directConversation(self, self);
        await queue(transaction, { entry: { message: id, conversation, to: self, content } });
      }),
    ),
});
