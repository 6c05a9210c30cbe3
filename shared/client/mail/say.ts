import type { Content, Undated } from '#shared/protocol/content.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import type { Ports } from '../ports.ts';
import { messageOf } from './message-of.ts';

/** Puts what a person says or does into the outbox; it shows at once. Rejects as the history does. */
export const say = (
  { history, clock, chance }: Pick<Ports, 'history' | 'clock' | 'chance'>,
  self: AccountId,
  conversation: ConversationId,
  said: Undated<Content>,
): Promise<void> => {
  const id = chance.ulid();
  const at = clock.now();
  const content: Content = { ...said, sent_at: at };
  const entry = { message: id, conversation, to: otherPerson(conversation, self), content };
  if (content.type !== 'text') return history.enqueueAct(entry);
  return history.enqueue(
    messageOf(content, { id, conversation, author: self, at, delivery: { state: 'queued' } }),
    entry,
  );
};
