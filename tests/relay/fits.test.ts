import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClientFrame, clientFrame } from '#shared/protocol/frames.ts';
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
  { type: 'prekey', id: '4', prekey: { id: 2, key, signature } },
  {
    type: 'send',
    id: '5',
    envelope: {
      id: '01J8ZQ4T5V6W7X8Y9ZABCDEFGH',
      conversation: `direct:${ANN}:${BO}`,
      to: BO,
      suite: 1,
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

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A copy with something else, or nothing, in a place that `path` finds by turns. */
const changed = (value: Json, path: readonly number[], replacement: Json | undefined, name: string): Json => {
  if (typeof value !== 'object' || value === null) return replacement ?? null;
  const [turn = 0, ...rest] = path;
  const names = [...Object.keys(value), name];
  const chosen = names[turn % names.length] ?? name;
  const copy: Record<string, Json> = { ...(value as Record<string, Json>) };
  const inner = copy[chosen];
  if (inner !== undefined && rest.length > 0) copy[chosen] = changed(inner, rest, replacement, name);
  else if (replacement === undefined) delete copy[chosen];
  else
    Object.defineProperty(copy, chosen, { value: replacement, enumerable: true, configurable: true, writable: true });
  return Array.isArray(value) ? Object.values(copy) : copy;
};

describe('the quick question and the schema give the same answer', () => {
  test.each(FRAMES)('a $type fits', (frame) => {
    expect(clientFrame.safeParse(frame).success).toBe(true);
    expect(isFrame(frame)).toBe(true);
  });

  test('also where anything in a frame is changed, added or taken away', () => {
    const edges = [4, 24, 32, 44, 88, 48_000].flatMap((length) => ['A'.repeat(length), 'a'.repeat(length + 1)]);
    const lists = [20, 21, 40, 41].map((length) => Array<Json>(length).fill(ANN));
    const likely = fc.constantFrom<Json>(...edges, ...lists, '', -1, 0, 1.5, 2 ** 53, true, null, [], {}, ANN, 'hello');
    const replacement = fc.oneof(
      likely,
      fc.jsonValue().map((value) => value as Json),
      fc.constant(undefined),
    );
    const name = fc.constantFrom('extra', '__proto__', 'constructor', 'reason', 'id');
    fc.assert(
      fc.property(
        fc.constantFrom(...FRAMES),
        fc.array(fc.nat(30), { maxLength: 5 }),
        replacement,
        name,
        (frame, path, other, name) => {
          const value: unknown = JSON.parse(JSON.stringify(changed(frame as unknown as Json, path, other, name)));
          expect(isFrame(value)).toBe(clientFrame.safeParse(value).success);
        },
      ),
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
