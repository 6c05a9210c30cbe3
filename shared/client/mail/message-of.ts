import type { Text } from '#shared/protocol/content.ts';
import type { NewMessage } from '../ports.ts';

/** The message that a text makes in a conversation, one's own or another's. */
export const messageOf = (
  { text, reply, attachment }: Text,
  place: Pick<NewMessage, 'id' | 'conversation' | 'author' | 'at' | 'delivery'>,
): NewMessage => ({
  kind: 'message',
  ...place,
  text,
  ...(reply && { reply }),
  ...(attachment && { attachment }),
});
