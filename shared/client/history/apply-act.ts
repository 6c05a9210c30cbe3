import type { Message } from '#shared/core/chat/timeline.ts';
import type { MessageAct } from '#shared/protocol/content.ts';
import { EDIT_MS } from '#shared/protocol/content-limits.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { NewAct } from '../ports.ts';
import { change, isMessageAct } from './change.ts';
import { isLater } from './stamp.ts';

/** Acts on the same part of a message: only the latest of them stands. */
const partOf = (act: MessageAct, author: AccountId): string => (act.type === 'reaction' ? author : 'text');

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
