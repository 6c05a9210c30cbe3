import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeContent, decodeViews, encodeContent } from '#shared/client/seal/content.ts';
import type { Content } from '#shared/protocol/content.ts';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const target = { author: '00000000-0000-4000-8000-00000000000a', id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
const sent_at = 1_790_000_000_000;

const attachment = {
  blob: 'b1',
  key: 'AAAA',
  size: 3,
  name: 'a.png',
  type: 'image/png',
  kind: 'image',
  width: 2,
  height: 1,
  preview: 'AAAA',
} as const;

test('[CO1] any text comes back as it was, padded to steps of 256 bytes', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.string({ maxLength: 600 }));
  fc.assert(
    fc.property(text, fc.maxSafeNat(), (text, sent_at) => {
      const content = { type: 'text', text, sent_at } as const;
      const bytes = encodeContent(content);
      expect(bytes.length % 256).toBe(0);
      expect(decodeContent(bytes)).toEqual(content);
    }),
  );
});

test.each<Content>([
  { type: 'text', text: '', sent_at, reply: target, attachment, expires: 3_600 },
  { type: 'edit', sent_at, target, text: 'better' },
  { type: 'delete', sent_at, target },
  { type: 'reaction', sent_at, target, emoji: '' },
  ...['👍', '❤️', '👩🏽‍🚀', '🏳️‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇫🇷', '1️⃣'].map(
    (emoji) => ({ type: 'reaction', sent_at, target, emoji }) as const,
  ),
  { type: 'receipt', sent_at, received: target },
  { type: 'timer', sent_at, seconds: 0 },
])('[CO1] content of the kind $type comes back as it was', (content) => {
  expect(decodeContent(encodeContent(content))).toEqual(content);
});

test('[CO1] the length tells a short answer from no other, nor from what is done to a message', () => {
  const length = (content: Content) => encodeContent(content).length;
  expect(length({ type: 'text', text: 'yes', sent_at })).toBe(256);
  expect(length({ type: 'text', text: 'I would rather not, thank you', sent_at })).toBe(256);
  expect(length({ type: 'reaction', target, emoji: '👍', sent_at })).toBe(256);
  expect(length({ type: 'delete', target, sent_at })).toBe(256);
});

test.each([
  ['no bytes', new Uint8Array()],
  ['no JSON', new TextEncoder().encode('yes')],
  ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ['a later version', json({ version: 2, type: 'text', text: 'yes', sent_at: 1 })],
  ['another type', json({ version: 1, type: 'poll', text: 'yes', sent_at: 1 })],
  ['no text', json({ version: 1, type: 'text', sent_at: 1 })],
  ['a text longer than one may send', json({ version: 1, type: 'text', text: 'x'.repeat(4_001), sent_at: 1 })],
  ['a reaction in words', json({ version: 1, type: 'reaction', target, emoji: 'no', sent_at: 1 })],
  ['an act on nothing', json({ version: 1, type: 'delete', sent_at: 1 })],
])('[CO1] %s is not content', (_, bytes) => {
  expect(decodeContent(bytes)).toBeUndefined();
});

test('[DL8] the device lists that the sender goes by travel with any content, and are no part of it', () => {
  const views = [{ account: target.author, version: 3, hash: 'AAAA' }];
  const bytes = encodeContent({ type: 'text', text: 'hello', sent_at }, views);
  expect(decodeViews(bytes)).toEqual(views);
  expect(decodeContent(bytes)).toEqual({ type: 'text', text: 'hello', sent_at });
  expect(decodeViews(encodeContent({ type: 'text', text: 'hello', sent_at }))).toEqual([]);
  expect(decodeViews(json({ views: [{ account: 'ann' }] }))).toEqual([]);
});
