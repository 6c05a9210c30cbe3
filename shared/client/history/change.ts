import type { Message } from '#shared/core/chat/timeline.ts';
import type { Act, MessageAct } from '#shared/protocol/content.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

export const isMessageAct = (act: Act): act is MessageAct => 'target' in act;

const tombstone = ({ kind, id, conversation, position, author, at, delivery, ...said }: Message): Message => ({
  kind,
  id,
  conversation,
  position,
  author,
  text: '',
  at,
  delivery,
  deleted: true,
  // It disappears when the message would have.
  ...(said.expires !== undefined && { expires: said.expires }),
  ...(said.expires_at !== undefined && { expires_at: said.expires_at }),
});

const react = (message: Message, author: AccountId, emoji: string): Message => {
  const { reactions: { [author]: _, ...others } = {}, ...rest } = message;
  const reactions = emoji ? { ...others, [author]: emoji } : others;
  return Object.keys(reactions).length > 0 ? { ...rest, reactions } : rest;
};

/** What a message becomes where nothing speaks against the act: the same object where its author may not do that. */
export const change = (message: Message, act: MessageAct, author: AccountId): Message => {
  if (message.deleted) return message;
  switch (act.type) {
    case 'edit':
      return author === message.author ? { ...message, text: act.text, edited: true } : message;
    case 'delete':
      return author === message.author ? tombstone(message) : message;
    case 'reaction':
      return react(message, author, act.emoji);
  }
};
