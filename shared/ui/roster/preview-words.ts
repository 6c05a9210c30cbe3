import type { Message, TimelineItem } from '#shared/core/chat/timeline.ts';
import type { Attachment } from '#shared/protocol/content.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { FirstWords } from '../strings/en.ts';
import { lifetimeWords } from '../strings/moments.ts';

/** A call of the history in words. */
export const callEntryWords = (item: Extract<TimelineItem, { kind: 'call' }>, words: FirstWords): string =>
  words.chat[item.direction][item.outcome](item.media);

/** A file without a word of its sender's. */
const attachmentWords = (attachment: Attachment | undefined, words: FirstWords): string => {
  if (!attachment) return '';
  return attachment.kind === 'file' ? attachment.name : words.files[attachment.kind];
};

/** What a message says, on one line. */
export const messageWords = (message: Message | undefined, words: FirstWords): string => {
  if (message?.deleted) return words.chat.deleted;
  const text = message?.text.replace(/\s+/g, ' ').replace(/\S+\/#\/room\/\S+/g, words.people.roomLink) ?? '';
  return text || attachmentWords(message?.attachment, words);
};

/** The last thing that happened, on one line. */
export const previewWords = (item: TimelineItem, self: AccountId, words: FirstWords): string => {
  if (item.kind === 'call') return callEntryWords(item, words);
  if (item.kind === 'timer') {
    const { set, setOff } = words.disappearing;
    return item.seconds === 0 ? setOff : set(lifetimeWords(item.seconds, words));
  }
  return `${item.author === self ? words.people.you : ''}${messageWords(item, words)}`;
};
