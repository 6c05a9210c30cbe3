import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Ref } from '#shared/protocol/content.ts';
import type { EnvelopeId } from '#shared/protocol/ids.ts';
import type { History, StoredSession } from '../ports.ts';

export interface WithdrawalOptions {
  readonly history: History;
  readonly session: () => StoredSession | undefined;
  /** Ends what is under way with the file of a message. */
  readonly stopFile: (message: Message) => void;
  /** There is something to tell the relay. */
  readonly onNoted: () => void;
}

/** What goes together with an own message: neither this device nor the relay keeps its file. */
export interface Withdrawal {
  /** Removes what has not been sent. */
  discard(envelope: EnvelopeId): Promise<void>;
  /** Whether the message has gone without having been sent: its file was still on its way. */
  discardUpload(target: Ref): Promise<boolean>;
  /** The message has been deleted for everyone; `message` is what it was. */
  forgetFile(message: Message): Promise<void>;
}

export const createWithdrawal = ({ history, session, stopFile, onNoted }: WithdrawalOptions): Withdrawal => {
  const isOwn = (author: string): boolean => author === session()?.account.uid;

  const forget = async (message: Message, blob: string | undefined): Promise<void> => {
    if (!message.attachment || !isOwn(message.author)) return;
    stopFile(message);
    await history.dropFile(itemKey(message));
    if (!blob) return;
    await history.noteBlob(blob, 'removed');
    onNoted();
  };

  const discard = async (id: EnvelopeId): Promise<void> => {
    const message = await history.message({ author: session()?.account.uid ?? '', id });
    // Only the entry knows a blob that has been begun.
    const content = (await history.upload(id))?.content;
    await history.discard(id);
    if (message) await forget(message, content?.type === 'text' ? content.attachment?.blob : undefined);
  };

  return {
    discard,
    async discardUpload({ author, id }) {
      if (!isOwn(author) || !(await history.upload(id))) return false;
      await discard(id);
      return true;
    },
    forgetFile: (message) => forget(message, message.attachment?.blob),
  };
};
