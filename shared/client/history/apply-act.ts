import type { Message, Stamp } from '#shared/core/chat/timeline.ts';
import type { Act, MessageAct } from '#shared/protocol/content.ts';
import { EDIT_MS } from '#shared/protocol/content-limits.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { NewAct } from '../ports.ts';

export const isMessageAct = (act: Act): act is MessageAct => 'target' in act;

/** Acts on the same part of a message: only the latest of them stands. */
const partOf = (act: MessageAct, author: AccountId): string => (act.type === 'reaction' ? author : 'text');

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

export const isLater = (a: Stamp, b: Stamp | undefined): boolean => !b || a.at > b.at || (a.at === b.at && a.id > b.id);

/**
 * A message once an act on it, which the relay has committed, is known. Whatever the order in which acts come, and
 * however often, the outcome is the same; the same object where nothing changes (SPEC CO3–CO6).
 */
export const applyAct = (message: Message, { id, conversation, author, at, act }: NewAct): Message => {
  if (!isMessageAct(act) || conversation !== message.conversation) return message;
  if (act.type === 'edit' && at - message.at > EDIT_MS) return message;
  const part = partOf(act, author);
  if (act.type !== 'delete' && !isLater({ at, id }, message.stamps?.[part])) return message;
  const changed = change(message, act, author);
  if (changed === message || changed.deleted) return changed;
  return { ...changed, stamps: { ...message.stamps, [part]: { at, id } } };
};
