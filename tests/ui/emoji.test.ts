import { expect, test } from 'vitest';
import { content } from '#shared/protocol/content.ts';
import { isEmoji, QUICK_REACTIONS } from '#shared/ui/chat/emoji.ts';

const target = { author: '00000000-0000-4000-8000-00000000000a', id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };

test.each([...QUICK_REACTIONS, '👩🏽‍🚀', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇫🇷', '1️⃣', '☺️'])(
  '%s is one emoji, and can be sent',
  (emoji) => {
    expect(isEmoji(emoji)).toBe(true);
    expect(content.safeParse({ version: 1, sent_at: 0, type: 'reaction', target, emoji }).success).toBe(true);
  },
);

test.each(['', 'a', '1', '#', '👍👍', '👍 ', 'no', '🇫', '\u200d', '‮👍'])('“%s” is not one emoji', (text) => {
  expect(isEmoji(text)).toBe(false);
});
