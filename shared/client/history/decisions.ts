import type { Act } from '#shared/protocol/content.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { OwnIdentity } from '../identity/identity-keys.ts';
import { marked } from '../identity/mark.ts';
import type { Pin } from '../identity/pin.ts';
import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { queue } from './outbox.ts';
import { SELF } from './schema.ts';
import { write } from './write.ts';

interface Pins {
  objectStore(name: 'pins'): {
    get(account: AccountId): Promise<Pin | undefined>;
    put(pin: Pin): Promise<unknown>;
  };
}

interface Identities {
  objectStore(name: 'identity'): {
    get(key: typeof SELF): Promise<OwnIdentity | undefined>;
    put(identity: OwnIdentity, key: typeof SELF): Promise<unknown>;
  };
}

/** What was decided about somebody's identity, here or on another device of one's own. */
export const takeMark = async (transaction: Pins, mark: Parameters<typeof marked>[1]): Promise<void> => {
  const pins = transaction.objectStore('pins');
  const before = await pins.get(mark.account);
  const after = marked(before, mark);
  if (after && after !== before) await pins.put(after);
};

/** The recovery key that was made on another device of one's own; of two the later one stands. */
export const takeRecovery = async (
  transaction: Identities,
  { key, since }: Extract<Act, { type: 'recovery' }>,
): Promise<void> => {
  const identities = transaction.objectStore('identity');
  const identity = await identities.get(SELF);
  if (!identity || identity.recovery?.key === key || (identity.recovery?.since ?? 0) > since) return;
  await identities.put({ ...identity, recovery: { key, since } }, SELF);
};

/** Decisions of the person that their other devices have to know. */
export const decisionStore = (connection: Connection): Pick<History, 'mark'> => ({
  mark: (mark, message, at, self) =>
    connection.run((db) =>
      write(db, 'strict', ['pins', 'outbox'], async (transaction) => {
        await takeMark(transaction, mark);
        const content = { type: 'mark', ...mark, sent_at: at } as const;
        await queue(transaction, {
          entry: { message, conversation: directConversation(self, self), to: self, content },
        });
      }),
    ),
});
