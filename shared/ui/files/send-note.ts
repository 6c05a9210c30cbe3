import type { Client, Recording } from '#shared/client/client.ts';
import type { Outcome } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';

const endingOf = (type: string): string => {
  if (type.startsWith('audio/mp4')) return 'm4a';
  return /mp4|ogg/.exec(type)?.[0] ?? 'webm';
};

/** A recording as a message of its own. `called`: the name of its file, without an ending. */
export const sendNote = (
  client: Client,
  conversation: ConversationId,
  { file, ...recorded }: Recording,
  called: string,
): Promise<Outcome> =>
  client.files.send(conversation, { file, name: `${called}.${endingOf(file.type)}`, text: '', recorded });
