import { type Accessor, createEffect, createMemo, onCleanup } from 'solid-js';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';

/** Keeps the conversation with the person who is on the screen open, wherever on it that is. */
export const keepOpen = (self: AccountId, person: Accessor<AccountId | undefined>): void => {
  const { client } = useUi();
  const conversation = createMemo(() => {
    const current = person();
    return current === undefined ? undefined : directConversation(self, current);
  });
  createEffect(() => {
    const current = conversation();
    if (current === undefined) client.chat.close();
    else client.chat.open(current);
  });
  onCleanup(() => client.chat.close());
};
