import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClientFrame, clientFrame } from '#shared/protocol/client-frames.ts';
import { nearFrames } from '#tests/protocol/near-frames.ts';
import { fits } from '../../relay/hub/fits.ts';

const isFrame = fits(clientFrame);

const ANN = '6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a001';
const BO = '6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a002';
const CALL = '6f1c2f0e-3a55-4b0e-9a51-0d7c4cf5a003';
const key = `${'A'.repeat(43)}=`;
const signature = `${'A'.repeat(86)}==`;
const box = { prekey: 1, enc: key, ciphertext: 'q83vEjRW', signature };

const FRAMES: readonly ClientFrame[] = [
  { type: 'hello', id: '1', after: 0, active: true },
  { type: 'ping' },
  { type: 'activity', active: false },
  { type: 'contact', id: '2', account: BO, act: 'request' },
  { type: 'devices', id: '3', accounts: [ANN, BO] },
  { type: 'prekey', id: '4', prekey: { id: 2, key, signature }, one_time: [{ id: 2 ** 40, key, signature }] },
  {
    type: 'send',
    id: '5',
    envelope: {
      id: '01J8ZQ4T5V6W7X8Y9ZABCDEFGH',
      conversation: `direct:${ANN}:${BO}`,
      to: BO,
      suite: 1,
      body: 'q83vEjRW',
      sealed: [{ account: BO, device: CALL, box }],
    },
  },
  { type: 'acknowledge', through: 12 },
  { type: 'call-invite', id: '6', call: CALL, callee: BO, media: 'video' },
  { type: 'call-ringing', call: CALL },
  { type: 'call-accept', id: '7', call: CALL },
  { type: 'call-end', id: '8', call: CALL, reason: 'hang-up' },
  { type: 'call-end', id: '9', call: CALL },
  { type: 'offer', to: 'abcd-1', call: CALL, box },
];

describe('the quick question and the schema give the same answer', () => {
  test.each(FRAMES)('a $type fits', (frame) => {
    expect(clientFrame.safeParse(frame).success).toBe(true);
    expect(isFrame(frame)).toBe(true);
  });

  test('also where anything in a frame is changed, added or taken away', () => {
    fc.assert(
      fc.property(nearFrames(FRAMES), (value) => {
        expect(isFrame(value)).toBe(clientFrame.safeParse(value).success);
      }),
      { numRuns: 20_000 },
    );
  });

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(isFrame(value)).toBe(clientFrame.safeParse(value).success);
      }),
    );
  });

  test('a kind of schema that it does not know is noticed at once', () => {
    expect(() => fits(clientFrame.def.options[0] as never)).not.toThrow();
    expect(() => fits({ _zod: { def: { type: 'date' } } } as never)).toThrow('the kind date');
  });
});
