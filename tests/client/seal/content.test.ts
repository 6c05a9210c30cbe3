import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeContent, encodeContent } from '#shared/client/seal/content.ts';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

test('any text comes back as it was, padded to steps of 256 bytes', () => {
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

test('the length tells a short answer from no other', () => {
  const length = (text: string) => encodeContent({ type: 'text', text, sent_at: 1_790_000_000_000 }).length;
  expect(length('yes')).toBe(256);
  expect(length('I would rather not, thank you')).toBe(256);
});

test.each([
  ['no bytes', new Uint8Array()],
  ['no JSON', new TextEncoder().encode('yes')],
  ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ['a later version', json({ version: 2, type: 'text', text: 'yes', sent_at: 1 })],
  ['another type', json({ version: 1, type: 'poll', text: 'yes', sent_at: 1 })],
  ['no text', json({ version: 1, type: 'text', sent_at: 1 })],
])('%s is not content', (_, bytes) => {
  expect(decodeContent(bytes)).toBeUndefined();
});
