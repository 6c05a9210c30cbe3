import { expect, test } from 'vitest';
import { openBody, sealBody } from '#shared/client/seal/body.ts';
import { outgoingEnvelope } from '#shared/protocol/envelope.ts';

const bytes = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, index) => index % 251);

test('[MB6] what is sealed once opens with what the boxes hold, whatever its length', async () => {
  for (const length of [0, 1, 256, 20_000]) {
    const { body, key } = await sealBody(bytes(length));
    expect(key).toHaveLength(64);
    expect(await openBody(body, key)).toEqual({ ok: true, value: bytes(length) });
  }
});

test('[MB6] no other body opens, not even one that was made with the same key', async () => {
  const { body, key } = await sealBody(bytes(256));
  const other = await sealBody(bytes(256));
  const raw = key.slice(0, 32);
  const opener = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const forged = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, opener, bytes(10));
  const refused = { ok: false, reason: 'unsealable' };
  expect(await openBody(other.body, key)).toEqual(refused);
  expect(await openBody(Buffer.from(forged).toString('base64'), key)).toEqual(refused);
  expect(await openBody(body, key.slice(0, 63))).toEqual(refused);
  expect(await openBody(body, other.key)).toEqual(refused);
  expect(await openBody('no base64', key)).toEqual(refused);
});

test('[MB6] the longest body and the boxes of twenty devices on either side fit one frame', async () => {
  const id = '00000000-0000-4000-8000-000000000001';
  const box = {
    prekey: Number.MAX_SAFE_INTEGER,
    enc: 'A'.repeat(44),
    ciphertext: 'A'.repeat(108),
    signature: 'A'.repeat(88),
  };
  const envelope = {
    id: '01J8ZQ4T5V6W7X8Y9ZABCDEFGH',
    conversation: `direct:${id}:${id}`,
    to: id,
    suite: 1,
    body: 'A'.repeat(40_000),
    sealed: Array(40).fill({ account: id, device: id, box }),
  };
  expect(outgoingEnvelope.safeParse(envelope).success).toBe(true);
  expect(JSON.stringify({ type: 'send', id: 'x'.repeat(32), envelope }).length).toBeLessThan(64 * 1024);
});
