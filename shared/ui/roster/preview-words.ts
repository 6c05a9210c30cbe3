import type { TimelineItem } from '#shared/core/chat/timeline.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { Words } from '../strings/en.ts';

/** A call of the history in words. */
export const callEntryWords = (item: Extract<TimelineItem, { kind: 'call' }>, words: Words): string =>
  words.chat[item.direction][item.outcome](item.media);

/** The last thing that happened, on one line. */
export const previewWords = (item: TimelineItem, self: AccountId, words: Words): string => {
  if (item.kind === 'call') return callEntryWords(item, words);
  return `${item.author === self ? words.people.you : ''}${item.text.replace(/\s+/g, ' ')}`;
};
