import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directConversation, otherPerson } from '#shared/protocol/conversation.ts';
import { accountId, base64, conversationId, endpointId, envelopeId } from '#shared/protocol/ids.ts';

const uuid = fc.uuid();

describe('ids', () => {
  test('both people derive the same conversation, and each finds the other in it', () => {
    fc.assert(
      fc.property(uuid, uuid, (a, b) => {
        const conversation = directConversation(a, b);
        expect(conversation).toBe(directConversation(b, a));
        expect(conversationId.safeParse(conversation).success).toBe(true);
        expect(otherPerson(conversation, a)).toBe(b);
        expect(otherPerson(conversation, b)).toBe(a);
      }),
    );
  });

  test('every UUID in lower case is an account', () => {
    fc.assert(fc.property(uuid, (id) => accountId.safeParse(id).success && !accountId.safeParse(`${id}\n`).success));
  });

  test('an envelope has a ULID that fits 128 bits', () => {
    fc.assert(fc.property(fc.ulid(), (id) => envelopeId.safeParse(id).success));
    for (const wrong of [
      '8ZZZZZZZZZZZZZZZZZZZZZZZZZ',
      '01JD8Z3W9G7XK2M5N4P6Q8R0SI',
      '01jd8z3w9g7xk2m5n4p6q8r0st',
      '',
    ]) {
      expect(envelopeId.safeParse(wrong).success).toBe(false);
    }
  });

  test('an endpoint has 4 to 24 plain characters', () => {
    const taken = ['abc', 'abcd', 'a'.repeat(24), 'a'.repeat(25), 'AbCd', 'a b c'].map(
      (id) => endpointId.safeParse(id).success,
    );
    expect(taken).toEqual([false, true, true, false, false, false]);
  });

  test('base64 has its own letters and at most so many', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 30 }),
        (bytes) => base64(40).safeParse(Buffer.from(bytes).toString('base64')).success,
      ),
    );
    for (const wrong of ['ab_c', 'ab c', 'a===', '=a', 'A'.repeat(41)])
      expect(base64(40).safeParse(wrong).success).toBe(false);
  });
});
