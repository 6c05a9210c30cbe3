import type { Text } from '#shared/protocol/content.ts';
import type { NewMessage } from '../ports.ts';

/** The message that a text makes in a conversation, one's own or another's. */
export const messageOf = (
  { text, reply, attachment, expires }: Text,
  place: Pick<NewMessage, 'id' | 'conversation' | 'author' | 'at' | 'delivery' | 'expires_at'>,
): NewMessage => ({
  kind: 'message',
  ...place,
  text,
  ...(reply && { reply }),
  ...(attachment && { attachment }),
  ...(expires && { expires }),
});
