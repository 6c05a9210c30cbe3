import type { ChosenFile, Client } from '#shared/client/client.ts';
import { done, type Outcome } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';

/**
 * Each file is a message of its own; what was written, and what it answers, goes with the first. Ends at the first that
 * is refused; `left` are those that have not been queued.
 */
export const sendFiles = async (
  client: Client,
  conversation: ConversationId,
  files: readonly File[],
  said: Pick<ChosenFile, 'text' | 'reply'>,
): Promise<{ readonly outcome: Outcome; readonly left: readonly File[] }> => {
  for (const [index, file] of files.entries()) {
    const words = index === 0 ? said : { text: '' };
    const outcome = await client.files.send(conversation, { file, name: file.name, ...words });
    if (!outcome.ok) return { outcome, left: files.slice(index) };
  }
  return { outcome: done, left: [] };
};
