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

type Settings = Extract<Act, { type: 'settings' }>;

const chosenIn = ({ read_receipts, typing, early_path, rings }: Settings, before: Privacy): Privacy => ({
  readReceipts: read_receipts,
  typing,
  // Earlier versions say nothing of these.
  earlyPath: early_path ?? before.earlyPath,
  rings: rings ?? before.rings,
});

const settingsOf = ({ readReceipts, typing, earlyPath, rings }: Privacy, sent_at: Instant): Settings => ({
  type: 'settings',
  read_receipts: readReceipts,
  typing,
  early_path: earlyPath,
  rings: { ...rings, silent: [...rings.silent], always: [...rings.always] },
  sent_at,
});

/** What was chosen on another device of one's own. */
export const takePrivacy = async (transaction: Choices, id: EnvelopeId, settings: Settings): Promise<void> => {
  const privacy = transaction.objectStore('privacy');
  const { sent_at: at } = settings;
  const before = await privacy.get(SELF);
  const isOlder = before && (before.at > at || (before.at === at && before.id > id));
  if (!isOlder) await privacy.put({ ...chosenIn(settings, { ...defaultPrivacy, ...before }), at, id }, SELF);
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
