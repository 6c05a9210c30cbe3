import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';

/** As a draft waits in its conversation, whatever is on the screen meanwhile, so does this. Nobody else finds it there. */
export const waitingIn = <T>(create: () => T): ((conversation: ConversationId, self: AccountId) => T) => {
  const waiting = new Map<ConversationId, T>();
  let owner: AccountId | undefined;
  return (conversation, self) => {
    if (owner !== self) waiting.clear();
    owner = self;
    const found = waiting.get(conversation) ?? create();
    waiting.set(conversation, found);
    return found;
  };
};
