import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClientFrame, clientFrame } from '#shared/protocol/client-frames.ts';
import { readSend, sendText } from '../../relay/hub/send-text.ts';

type Send = Extract<ClientFrame, { type: 'send' }>;

const ANN = '6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a001';
const BO = '6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a002';
const PHONE = '6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a003';
const box = { prekey: 7, enc: `${'A'.repeat(43)}=`, ciphertext: 'q83vEjRW', signature: `${'z'.repeat(86)}==` };
const sealed = { account: BO, device: PHONE, box };
const envelope = {
  id: '01J8ZQ4T5V6W7X8Y9ZABCDEFGH',
  conversation: `direct:${ANN}:${BO}`,
  to: BO,
  suite: 1 as const,
  body: 'q83vEjRWq83vEjRW',
  sealed: [sealed, { ...sealed, account: ANN, box: { ...box, prekey: 2 ** 32 + 2 ** 48, ciphertext: 'QQ==' } }],
};
const send: Send = { type: 'send', id: 'request 1', envelope };

describe('reading a message from its text', () => {
  test('[MB6] a message is read as clients write it, every box as it was written', () => {
    const read = readSend(JSON.stringify(send));
    expect(read).toEqual(sendText(send));
    expect(read?.envelope.sealed.map(({ box }) => JSON.parse(box))).toEqual(envelope.sealed.map(({ box }) => box));
  });

  test('[MB6] what is written otherwise is left to the parser', () => {
    const others = [
      { ...send, type: 'offer' },
      { ...send, more: 1 },
      { ...send, id: '' },
      { ...send, id: 'x'.repeat(33) },
      { ...send, id: '"' },
      { ...send, envelope: { ...envelope, suite: 2 } },
      { ...send, envelope: { ...envelope, sealed: [] } },
      { ...send, envelope: { ...envelope, sealed: Array(41).fill(sealed) } },
      { ...send, envelope: { ...envelope, sealed: [{ ...sealed, box: { ...box, prekey: 0 } }] } },
      { ...send, envelope: { ...envelope, sealed: [{ ...sealed, box: { ...box, ciphertext: 'A'.repeat(132) } }] } },
      { ...send, envelope: { ...envelope, body: 'A'.repeat(40_004) } },
      { id: send.id, type: send.type, envelope },
    ];
    for (const other of others) expect(readSend(JSON.stringify(other))).toBeUndefined();
    expect(readSend(` ${JSON.stringify(send)}`)).toBeUndefined();
    expect(readSend(`${JSON.stringify(send)}{}`)).toBeUndefined();
    expect(readSend(JSON.stringify(send).replace(',{"account"', '{"account"'))).toBeUndefined();
  });

  test('[MB6] whatever it reads fits the schema, and says the same', () => {
    const text = JSON.stringify(send);
    const end = text.indexOf(',{"account"');
    const pieces = ['', '"', '=', '==', ',', '}', '{', ']', '[', '\\', '\n', '\u2028', 'é', '0', '-', 'A'];
    const fields = ['"from":"x",', '"to":"other-1",', 'send', '\\u0041', ',"suite":1', '}]}}', text.slice(end, -3)];
    const piece = fc.constantFrom(...pieces, ...fields);
    const place = fc.oneof(fc.nat(text.length), fc.constantFrom(end, text.length - 3));
    const edit = fc.record({ at: place, drop: fc.nat(3), put: piece });
    let reads = 0;
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 3 }), (edits) => {
        const changed = edits.reduce(
          (whole, { at, drop, put }) => whole.slice(0, at) + put + whole.slice(at + drop),
          text,
        );
        const read = readSend(changed);
        if (!read) return;
        reads++;
        const parsed = clientFrame.safeParse(JSON.parse(changed));
        expect(parsed.success).toBe(true);
        expect(read).toEqual(sendText(parsed.data as Send));
      }),
      { numRuns: 20_000 },
    );
    expect(reads).toBeGreaterThan(1_000);
  });
});
