import type { Content, Undated } from '#shared/protocol/content.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import type { Ports } from '../ports.ts';
import { messageOf } from './message-of.ts';

/** Puts what a person says or does into the outbox; it shows at once. With `file`, the text's attachment is what goes to the relay
 * first. Rejects as the history does. */
export const say = async (
  { history, clock, chance }: Pick<Ports, 'history' | 'clock' | 'chance'>,
  self: AccountId,
  conversation: ConversationId,
  said: Undated<Content>,
  file?: Blob,
): Promise<void> => {
  const id = (await chance.ulids())();
  const at = clock.now();
  const content: Content = { ...said, sent_at: at };
  const to = otherPerson(conversation, self);
  const entry = { message: id, conversation, to, content, ...(file && { uploading: true as const }) };
  if (content.type !== 'text') return history.enqueueAct(entry);
  return history.enqueue(
    messageOf(content, { id, conversation, author: self, at, delivery: { state: 'queued' } }),
    entry,
    file,
  );
};
