import type { Privacy } from '#shared/core/privacy/privacy.ts';
import type { Act } from '#shared/protocol/content.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { EnvelopeId, Instant } from '#shared/protocol/ids.ts';
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

type Settings = Extract<Act, { type: 'settings' }>;

/** An earlier version says nothing of what came later. */
const chosenIn = (settings: Settings, before: Privacy): Privacy => ({
  readReceipts: settings.read_receipts,
  typing: settings.typing,
  earlyPath: settings.early_path ?? before.earlyPath,
  showsEarly: settings.shows_early ?? before.showsEarly,
  seesEarly: settings.sees_early ?? before.seesEarly,
  rings: settings.rings ?? before.rings,
});

const settingsOf = (chosen: Privacy, sent_at: Instant): Settings => ({
  type: 'settings',
  read_receipts: chosen.readReceipts,
  typing: chosen.typing,
  early_path: chosen.earlyPath,
  shows_early: chosen.showsEarly,
  sees_early: chosen.seesEarly,
  rings: { ...chosen.rings, silent: [...chosen.rings.silent], always: [...chosen.rings.always] },
  sent_at,
});

/** What was chosen on another device of one's own. */
export const takePrivacy = async (transaction: Choices, id: EnvelopeId, settings: Settings): Promise<void> => {
  const privacy = transaction.objectStore('privacy');
  const { sent_at: at } = settings;
  const before = await privacy.get(SELF);
  const isOlder = before && (before.at > at || (before.at === at && before.id > id));
  if (!isOlder) await privacy.put({ ...chosenIn(settings, privacyOf(before)), at, id }, SELF);
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
        const conversation = directConversation(self, self);
        const content = settingsOf(chosen, at);
        await queue(transaction, { entry: { message: id, conversation, to: self, content } });
      }),
    ),
});
