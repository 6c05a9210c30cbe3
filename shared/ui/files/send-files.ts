import type { Client } from '#shared/client/client.ts';
import { done, type Outcome } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';

/** Each file is a message of its own; what was written goes with the first. Ends at the first that is refused. */
export const sendFiles = async (
  client: Client,
  conversation: ConversationId,
  files: readonly File[],
  text: string,
): Promise<Outcome> => {
  for (const [index, file] of files.entries()) {
    const sent = await client.files.send(conversation, { file, name: file.name, text: index === 0 ? text : '' });
    if (!sent.ok) return sent;
  }
  return done;
};
