import type { AccountId, ConversationId } from './ids.ts';

// Apart from the schemas, so that what only shows people needs no validator.

/** The conversation of two people. */
export const directConversation = (a: AccountId, b: AccountId): ConversationId =>
  a < b ? `direct:${a}:${b}` : `direct:${b}:${a}`;

/** The person on the other side of a direct conversation. */
export const otherPerson = (conversation: ConversationId, self: AccountId): AccountId => {
  const [, a = '', b = ''] = conversation.split(':');
  return a === self ? b : a;
};
