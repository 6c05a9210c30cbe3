import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientFrame } from '#shared/protocol/client-frames.ts';
import { readSignal } from '../../relay/hub/signal-text.ts';

const CALL = '6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a003';
const box = { prekey: 7, enc: `${'A'.repeat(43)}=`, ciphertext: 'q83vEjRW', signature: `${'z'.repeat(86)}==` };
const signal = { type: 'candidate', to: 'abcd-1', call: CALL, box };

describe('reading a signal from its text', () => {
  test.each(['offer', 'answer', 'candidate', 'restart', 'leave'] as const)(
    '[SG1] %s is read as clients write it',
    (type) => {
      expect(readSignal(JSON.stringify({ ...signal, type }))).toEqual({ type, to: 'abcd-1', call: CALL });
    },
  );

  test('[SG1] what is written otherwise is left to the parser', () => {
    const others = [
      { ...signal, type: 'hello' },
      { ...signal, more: 1 },
      { to: signal.to, type: signal.type, call: CALL, box },
      { ...signal, box: { ...box, enc: 'short' } },
      { ...signal, box: { ...box, prekey: 0 } },
      { ...signal, box: { ...box, ciphertext: 'A'.repeat(48_000) } },
    ];
    for (const other of others) expect(readSignal(JSON.stringify(other))).toBeUndefined();
    expect(readSignal(` ${JSON.stringify(signal)}`)).toBeUndefined();
    expect(readSignal(`${JSON.stringify(signal)}{}`)).toBeUndefined();
  });

  test('[SG1] whatever it reads fits the schema, and says the same', () => {
    const text = JSON.stringify(signal);
    const piece = fc.constantFrom(
      '',
      '"',
      '=',
      '==',
      ',',
      '}',
      '{',
      '\\',
      '\n',
      '\u2028',
      'é',
      '0',
      '-',
      'A',
      '"from":"x",',
      '"to":"other-1",',
      'offer',
      '\\u0041',
    );
    const edit = fc.record({ at: fc.nat(text.length), drop: fc.nat(3), put: piece });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 3 }), (edits) => {
        const changed = edits.reduce(
          (whole, { at, drop, put }) => whole.slice(0, at) + put + whole.slice(at + drop),
          text,
        );
        const read = readSignal(changed);
        if (!read) return;
        const parsed = clientFrame.safeParse(JSON.parse(changed));
        expect(parsed.success).toBe(true);
        expect(parsed.data).toMatchObject(read);
      }),
      { numRuns: 20_000 },
    );
  });
});
