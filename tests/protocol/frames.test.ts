import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientFrame } from '#shared/protocol/client-frames.ts';
import { relayFrame } from '#shared/protocol/frames.ts';
import { bo, box, clientFrames, relayFrames } from './samples.ts';

const throughText = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const accepted = (value: unknown): boolean => clientFrame.safeParse(value).success;
const withoutKey = (frame: object, key: string): object =>
  Object.fromEntries(Object.entries(frame).filter(([name]) => name !== key));

const ofClient = Object.values(clientFrames);
const ofRelay = Object.values(relayFrames);

describe('frames of a client', () => {
  test.each(ofClient.map((frame) => [frame.type, frame] as const))('%s is read as it was written', (_, frame) => {
    expect(clientFrame.parse(throughText(frame))).toEqual(frame);
  });

  test.each(ofClient.map((frame) => [frame.type, frame] as const))(
    '%s lacks nothing and carries nothing else',
    (_, frame) => {
      const optional = ['reason', 'from_device'];
      const needed = Object.keys(frame).filter((key) => !optional.includes(key));
      for (const key of needed) expect(accepted(withoutKey(frame, key)), `without ${key}`).toBe(false);
      expect(accepted({ ...frame, extra: 1 })).toBe(false);
    },
  );

  test.each(ofClient.map((frame) => [frame.type, frame] as const))(
    '%s refuses another kind of value in any field',
    (_, frame) => {
      for (const key of Object.keys(frame)) {
        for (const wrong of [null, [], {}, -1, 'no such thing, and longer than any id may be']) {
          expect(accepted({ ...frame, [key]: wrong }), `${key}: ${JSON.stringify(wrong)}`).toBe(false);
        }
      }
    },
  );

  test('a type that does not exist is refused', () => {
    for (const type of ['', 'welcome', 'constructor', '__proto__', 'HELLO']) expect(accepted({ type })).toBe(false);
  });

  test('nested objects carry nothing else', () => {
    const { envelope } = clientFrames.send;
    const [sealed] = envelope.sealed;
    expect(accepted({ ...clientFrames.send, envelope: { ...envelope, plaintext: 'hi' } })).toBe(false);
    expect(accepted({ ...clientFrames.send, envelope: { ...envelope, sealed: [{ ...sealed, extra: 1 }] } })).toBe(
      false,
    );
    expect(accepted({ ...clientFrames.offer, box: { ...box, extra: 1 } })).toBe(false);
  });
});

describe('limits', () => {
  const send = (change: object): unknown => ({
    ...clientFrames.send,
    envelope: { ...clientFrames.send.envelope, ...change },
  });
  const offer = (change: object): unknown => ({ ...clientFrames.offer, box: { ...box, ...change } });
  const sealed = clientFrames.send.envelope.sealed[0];

  test.each([
    ['40 boxes in an envelope', send({ sealed: Array(40).fill(sealed) }), send({ sealed: Array(41).fill(sealed) })],
    [
      '48,000 characters in a box',
      offer({ ciphertext: 'A'.repeat(48_000) }),
      offer({ ciphertext: 'A'.repeat(48_001) }),
    ],
    [
      '32 characters in the id of a request',
      { ...clientFrames.hello, id: 'x'.repeat(32) },
      { ...clientFrames.hello, id: 'x'.repeat(33) },
    ],
    ['1 character in the id of a request', { ...clientFrames.hello, id: 'x' }, { ...clientFrames.hello, id: '' }],
    [
      '20 people asked for at once',
      { ...clientFrames.devices, accounts: Array(20).fill(bo) },
      { ...clientFrames.devices, accounts: Array(21).fill(bo) },
    ],
    [
      '1 person asked for at least',
      { ...clientFrames.devices, accounts: [bo] },
      { ...clientFrames.devices, accounts: [] },
    ],
    [
      'whole positions',
      { ...clientFrames.acknowledge, through: 2 ** 53 - 1 },
      { ...clientFrames.acknowledge, through: 1.5 },
    ],
    [
      'positions a number can hold',
      { ...clientFrames.acknowledge, through: 2 ** 53 - 1 },
      { ...clientFrames.acknowledge, through: 2 ** 53 },
    ],
    ['keys numbered from 1', offer({ prekey: 1 }), offer({ prekey: 0 })],
    ['suite 1', send({ suite: 1 }), send({ suite: 2 })],
    ['base64', offer({ enc: 'QUJD' }), offer({ enc: 'QUJ-_' })],
    [
      'UUIDs in lower case',
      { ...clientFrames.contact, account: bo },
      { ...clientFrames.contact, account: bo.toUpperCase() },
    ],
  ])('%s', (_, within, beyond) => {
    expect(accepted(within)).toBe(true);
    expect(accepted(beyond)).toBe(false);
  });
});

describe('frames of the relay', () => {
  test.each(ofRelay.map((frame) => [frame.type, frame] as const))('%s is read as it was written', (_, frame) => {
    expect(relayFrame.parse(throughText(frame))).toEqual(frame);
  });

  test('a key that a newer relay adds is left out, so that an older client can read on', () => {
    expect(relayFrame.parse({ ...relayFrames.pong, load: 0.5 })).toEqual(relayFrames.pong);
    expect(relayFrame.parse({ ...relayFrames.welcome, motd: 'hi' })).toEqual(relayFrames.welcome);
  });

  test('a call has the fields of its state alone', () => {
    const { record } = relayFrames.call;
    const state = (value: object): boolean =>
      relayFrame.safeParse({ type: 'call', record: { ...record, ...value } }).success;
    const answered = { answerer: record.caller, answered_at: 2 };
    expect(state({ state: 'accepted' })).toBe(false);
    expect(state({ state: 'accepted', ...answered })).toBe(true);
    expect(state({ state: 'connected', ...answered })).toBe(true);
    expect(state({ state: 'ended', ended_at: 3 })).toBe(false);
    expect(state({ state: 'ended', ended_at: 3, reason: 'no-answer' })).toBe(true);
    expect(state({ state: 'ended', ended_at: 3, reason: 'bored' })).toBe(false);
    expect(state({ state: 'held' })).toBe(false);
    expect(state({ version: 0 })).toBe(false);
  });
});

describe('naughty input', () => {
  const anything = fc.oneof(fc.anything(), fc.jsonValue());

  test('nothing makes a schema throw', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(clientFrame.safeParse(value).success).toBe(false);
        expect(relayFrame.safeParse(value).success).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('anything in any field of any frame is read or refused, and what is read survives the wire', () => {
    const frame = fc.constantFrom(...ofClient);
    fc.assert(
      fc.property(frame, fc.nat(), anything, (valid, at, value) => {
        const keys = Object.keys(valid);
        const result = clientFrame.safeParse({ ...valid, [keys[at % keys.length] ?? 'type']: value });
        // As text, because JSON has no -0.
        if (result.success)
          expect(JSON.stringify(clientFrame.parse(throughText(result.data)))).toBe(JSON.stringify(result.data));
      }),
      { numRuns: 5_000 },
    );
  });

  test('a long text that almost fits is refused at once', () => {
    const started = performance.now();
    for (const text of [
      'A'.repeat(1_000_000),
      `${'A'.repeat(47_000)}!`,
      `${'='.repeat(40_000)}A`,
      '0'.repeat(1_000_000),
    ]) {
      accepted({ ...clientFrames.offer, box: { ...box, ciphertext: text } });
      accepted({ ...clientFrames.contact, account: text });
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
