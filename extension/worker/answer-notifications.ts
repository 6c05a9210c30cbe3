import type { Client } from '#shared/client/client.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import { type ConversationId, conversationId } from '#shared/protocol/ids.ts';
import { addressOf } from '#shared/ui/frame/place.ts';
import { sendToCallWindow } from '../platform/call-window.ts';
import { onNotifications } from '../platform/notifications.ts';
import { openPopup } from '../platform/popup-window.ts';
import { when } from '../when.ts';

/** Who is signed in, if anybody. */
const isKnown = (client: Client): Promise<void> => when(client, ({ session }) => session.state !== 'loading');

const openConversation = async (client: Client, conversation: ConversationId): Promise<void> => {
  await isKnown(client);
  const { session } = client.state();
  if (session.state !== 'signed-in') return openPopup('');
  await openPopup(addressOf({ at: 'conversation', person: otherPerson(conversation, session.account.uid) }));
};

/** What a click on a notification does. The worker may have been started by it and know nothing yet but the id. */
export const answerNotifications = (client: Client): void =>
  onNotifications({
    opened: (id) => {
      const conversation = conversationId.safeParse(id);
      if (conversation.success) void openConversation(client, conversation.data);
      else void sendToCallWindow({ kind: 'ring', call: id });
    },
    answered: (call) => void sendToCallWindow({ kind: 'answer', call, media: 'audio' }),
    declined: (call) => void isKnown(client).then(() => client.call.declineWaiting(call)),
  });
