import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DeviceSecrets, type SealContext, SealError } from '#shared/client/ports.ts';
import { binding } from '#shared/client/seal/binding.ts';
import { concat, toBase64 } from '#shared/client/seal/bytes.ts';
import { hpkeSealer } from '#shared/client/seal/hpke.ts';
import { sign } from '#shared/client/seal/signing.ts';
import { oneTimePrekey } from '#shared/protocol/account.ts';
import { deviceRegistration } from '#shared/protocol/account-api.ts';
import { type Box, box as boxSchema } from '#shared/protocol/envelope.ts';
import { ann, between, bo, type Device, newDevice, signedPrekey } from './devices.ts';

const unsealable = { ok: false, reason: 'unsealable' };
const plaintext = new TextEncoder().encode('two cans and a string');

let annPhone: Device;
let boPhone: Device;
let boLaptop: Device;
let context: SealContext;
let box: Box;

beforeAll(async () => {
  [annPhone, boPhone, boLaptop] = await Promise.all([newDevice(ann), newDevice(bo), newDevice(bo)]);
  context = between(annPhone, boPhone);
  box = await hpkeSealer.seal(plaintext, boPhone.keys, annPhone.secrets, context);
});

const open = (changed: { box?: Box; from?: Device; at?: Device; context?: SealContext } = {}) =>
  hpkeSealer.open(
    changed.box ?? box,
    (changed.from ?? annPhone).keys,
    (changed.at ?? boPhone).secrets,
    changed.context ?? context,
  );

/** Base64 with one bit of what it stands for turned over. */
const flip = (text: string, bit: number): string => {
  const bytes = Buffer.from(text, 'base64');
  const at = Math.floor(bit / 8) % bytes.length;
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit % 8)), at);
  return bytes.toString('base64');
};

describe('keys', () => {
  test('a new device registers public keys that fit the wire', async () => {
    const { registration } = await hpkeSealer.newDevice("Ann's phone");
    expect(deviceRegistration.parse(registration)).toEqual(registration);
  });

  test('no private key can be exported, and all of them can be stored', async () => {
    const pairs = [annPhone.secrets.signing, ...annPhone.secrets.prekeys.map(({ pair }) => pair)];
    for (const { privateKey } of pairs) {
      expect(privateKey.extractable).toBe(false);
      expect(structuredClone(privateKey).type).toBe('private');
    }
  });

  test('[PK1] [PK4] a one-time prekey fits the wire, and a box for it opens with its own key alone', async () => {
    const made = await hpkeSealer.newPrekeys(boPhone.secrets, 3);
    expect(made.oneTimePrekeys.map((half) => oneTimePrekey.parse(half))).toEqual(made.oneTimePrekeys);
    expect(made.oneTimeKeys.map(({ prekey }) => prekey)).toEqual([2, 2, 2]);
    const [key, other] = made.oneTimeKeys;
    const [prekey] = made.oneTimePrekeys;
    if (!key || !other || !prekey) throw new Error('There are none');
    const single = await hpkeSealer.seal(plaintext, { ...boPhone.keys, prekey }, annPhone.secrets, context);
    const openWith = (prekeys: DeviceSecrets['prekeys']) =>
      open({ box: single, at: { ...boPhone, secrets: { ...boPhone.secrets, prekeys } } });
    expect(await openWith([key])).toEqual({ ok: true, value: plaintext });
    expect(await openWith([{ ...other, id: key.id }])).toEqual(unsealable);
    expect(await openWith(made.secrets.prekeys)).toEqual(unsealable);
  });

  test('a new prekey is the newest, and boxes for the one before still open', async () => {
    const { secrets, prekey } = await hpkeSealer.newPrekeys(boPhone.secrets, 0);
    expect(prekey.id).toBe(2);
    expect(secrets.prekeys.map(({ id }) => id)).toEqual([1, 2]);

    const renewed: Device = { secrets, keys: { ...boPhone.keys, prekey } };
    const fresh = await hpkeSealer.seal(plaintext, renewed.keys, annPhone.secrets, context);
    expect(fresh.prekey).toBe(2);
    expect(await open({ box: fresh, at: renewed })).toEqual({ ok: true, value: plaintext });
    expect(await open({ at: renewed })).toEqual({ ok: true, value: plaintext });
    expect(await open({ box: fresh }), 'without the new prekey').toEqual(unsealable);
  });
});

describe('sealing', () => {
  test('what is sealed for a device fits the wire and opens there', async () => {
    expect(boxSchema.parse(box)).toEqual(box);
    expect(await open()).toEqual({ ok: true, value: plaintext });
  });

  test('every length and every byte comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        const sealed = await hpkeSealer.seal(bytes, boPhone.keys, annPhone.secrets, context);
        expect(await open({ box: sealed })).toEqual({ ok: true, value: bytes });
      }),
      { numRuns: 50 },
    );
  });

  test('the same text sealed twice has nothing in common', async () => {
    const again = await hpkeSealer.seal(plaintext, boPhone.keys, annPhone.secrets, context);
    expect(again.enc).not.toBe(box.enc);
    expect(again.ciphertext).not.toBe(box.ciphertext);
  });

  test('a prekey that the device has not signed is refused', async () => {
    const { keys } = boPhone;
    const forged = [
      { ...keys, prekey: boLaptop.keys.prekey },
      { ...keys, prekey: { ...keys.prekey, id: 2 } },
      { ...keys, prekey: { ...keys.prekey, id: 2 ** 32 + 1 } },
      { ...keys, prekey: { ...keys.prekey, key: flip(keys.prekey.key, 7) } },
      { ...keys, prekey: { ...keys.prekey, signature: flip(keys.prekey.signature, 7) } },
      { ...keys, prekey: { ...keys.prekey, key: 'AAAA' } },
      { ...keys, signing_key: boLaptop.keys.signing_key },
      { ...keys, signing_key: 'AAAA' },
      { ...keys, signing_key: 'A' },
    ];
    for (const recipient of forged) {
      await expect(hpkeSealer.seal(plaintext, recipient, annPhone.secrets, context)).rejects.toBeInstanceOf(SealError);
    }
  });

  test('a prekey that nothing can be sealed for is refused, though the device has signed it', async () => {
    const { keys, secrets } = boPhone;
    // Of small order: with any other key it makes the same secret, which is none.
    const recipient = { ...keys, prekey: await signedPrekey(secrets.signing, 2, new Uint8Array(32)) };
    await expect(hpkeSealer.seal(plaintext, recipient, annPhone.secrets, context)).rejects.toBeInstanceOf(SealError);
  });
});

describe('opening', () => {
  const moved: readonly [string, (context: SealContext) => SealContext][] = [
    ['purpose', (context) => ({ ...context, purpose: 'signal' })],
    ['subject', (context) => ({ ...context, subject: '01ARZ3NDEKTSV4RRFFQ69G5FAW' })],
    ["sender's account", (context) => ({ ...context, from: { ...context.from, account: bo } })],
    ["sender's device", (context) => ({ ...context, from: { ...context.from, device: crypto.randomUUID() } })],
    ["recipient's account", (context) => ({ ...context, to: { ...context.to, account: ann } })],
    ["recipient's device", (context) => ({ ...context, to: { ...context.to, device: crypto.randomUUID() } })],
    ['sender and recipient', ({ from, to, ...context }) => ({ ...context, from: to, to: from })],
  ];

  test.each(moved)('a box does not open with another %s', async (_, move) => {
    expect(await open({ context: move(context) })).toEqual(unsealable);
  });

  test('another device cannot pass a box on as its own by signing it', async () => {
    const stolen = between(boLaptop, boPhone);
    const enc = Buffer.from(box.enc, 'base64');
    const ciphertext = Buffer.from(box.ciphertext, 'base64');
    const signature = await sign(boLaptop.secrets.signing, concat(binding(stolen, box.prekey), enc, ciphertext));
    const passedOn = { ...box, signature: toBase64(signature) };
    expect(await open({ box: passedOn, from: boLaptop, context: stolen })).toEqual(unsealable);
  });

  test('a box opens only at the device it is for', async () => {
    expect(await open({ at: boLaptop })).toEqual(unsealable);
  });

  test('a box opens only as that of the device that signed it', async () => {
    expect(await open({ from: boLaptop })).toEqual(unsealable);
  });

  test('a box that names another prekey does not open', async () => {
    const { secrets } = await hpkeSealer.newPrekeys(boPhone.secrets, 0);
    expect(await open({ box: { ...box, prekey: 2 }, at: { ...boPhone, secrets } })).toEqual(unsealable);
  });

  test('no bit of a box can be turned over', async () => {
    const field = fc.constantFrom('enc' as const, 'ciphertext' as const, 'signature' as const);
    await fc.assert(
      fc.asyncProperty(field, fc.nat(8 * 64), async (name, bit) => {
        expect(await open({ box: { ...box, [name]: flip(box[name], bit) } })).toEqual(unsealable);
      }),
      { numRuns: 300 },
    );
  });

  test('rubbish in place of a box is unsealable', async () => {
    const text = fc.oneof(fc.string({ maxLength: 88 }), fc.base64String({ maxLength: 88 }));
    await fc.assert(
      fc.asyncProperty(
        fc.record({ prekey: fc.integer(), enc: text, ciphertext: text, signature: text }),
        async (rubbish) => {
          expect(await open({ box: rubbish })).toEqual(unsealable);
          expect(await open({ box: { ...rubbish, prekey: 1 } })).toEqual(unsealable);
        },
      ),
      { numRuns: 100 },
    );
  });
});
