import type { Client, Recording } from '#shared/client/client.ts';
import type { Outcome } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';

/** A recording as a message of its own. `called`: the name of its file, without an ending. */
export const sendVoice = (
  client: Client,
  conversation: ConversationId,
  { file, seconds, waveform }: Recording,
  called: string,
): Promise<Outcome> => {
  const ending = file.type.includes('mp4') ? 'm4a' : file.type.includes('ogg') ? 'ogg' : 'webm';
  return client.files.send(conversation, { file, name: `${called}.${ending}`, text: '', voice: { seconds, waveform } });
};
