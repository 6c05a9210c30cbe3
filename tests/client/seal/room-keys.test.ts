import { expect, test } from 'vitest';
import { newRoomCode, newRoomSecret, roomKeysOf } from '#shared/client/seal/room-keys.ts';
import { parseRoomLink, roomLink } from '#shared/core/rooms/link.ts';
import { roomCode, roomProof } from '#shared/protocol/room.ts';

const BINDING = ['AbCdEf1234', 'offer', 'one', 'other'];

test('a code and a secret make a link that reads back, and nothing else does', () => {
  for (let made = 0; made < 200; made += 1) {
    const link = { relay: 'https://relay.test', code: newRoomCode(), secret: newRoomSecret() };
    expect(roomCode.safeParse(link.code).success).toBe(true);
    expect(parseRoomLink(roomLink(link))).toEqual(link);
  }
  const whole = 'https://relay.test/#/room/AbCdEf1234.AAAAAAAAAAAAAAAAAAAAAA';
  expect(parseRoomLink(whole)).toBeDefined();
  for (const broken of [
    whole.slice(0, -1),
    `${whole}A`,
    // The same 16 bytes, written in another way.
    `${whole.slice(0, -1)}B`,
    whole.replace('#/room', '#/rooms'),
    whole.replace('/#', '/x#'),
    whole.replace('https', 'javascript'),
    whole.replace('AbCdEf1234', 'AbCdEf123-'),
  ])
    expect(parseRoomLink(broken), broken).toBeUndefined();
});

test('[RM10] a signal opens with the secret of its link, for the two and the room it was sealed for', async () => {
  const keys = await roomKeysOf(newRoomSecret());
  const sealed = await keys.sealSignal('an offer', BINDING);
  expect(await keys.openSignal(sealed, BINDING)).toEqual({ ok: true, value: 'an offer' });
  for (const [index] of BINDING.entries()) {
    const moved = BINDING.with(index, 'another');
    expect(await keys.openSignal(sealed, moved)).toEqual({ ok: false, reason: 'unsealable' });
  }
  const stranger = await roomKeysOf(newRoomSecret());
  expect(await stranger.openSignal(sealed, BINDING)).toEqual({ ok: false, reason: 'unsealable' });
  expect(await keys.openSignal('no base64!', BINDING)).toEqual({ ok: false, reason: 'unsealable' });
  // The same words twice are not the same on the wire.
  expect(await keys.sealSignal('an offer', BINDING)).not.toBe(sealed);
});

test('[RM2] the proof is the same each time, and opens nothing', async () => {
  const secret = newRoomSecret();
  const { proof, sealAbout } = await roomKeysOf(secret);
  expect(roomProof.safeParse(proof).success).toBe(true);
  expect((await roomKeysOf(secret)).proof).toBe(proof);
  const about = await sealAbout('{"name":"Friday"}');
  expect(await (await roomKeysOf(secret)).openAbout(about)).toEqual({ ok: true, value: '{"name":"Friday"}' });
  const guessed = await roomKeysOf(proof.replaceAll('+', '-').replaceAll('/', '_').slice(0, 22));
  expect(await guessed.openAbout(about)).toEqual({ ok: false, reason: 'unsealable' });
});

test('the secret of a link is read as the SPEC says: HKDF-SHA256 without salt', async () => {
  const { hkdfSync } = await import('node:crypto');
  const secret = 'AAECAwQFBgcICQoLDA0ODw';
  const bytes = hkdfSync('sha256', Buffer.from(secret, 'base64url'), Buffer.alloc(0), 'tincan room proof', 32);
  expect((await roomKeysOf(secret)).proof).toBe(Buffer.from(bytes).toString('base64'));
});
