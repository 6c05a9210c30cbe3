import type { DeviceSecrets, SealContext, Sealer } from '#shared/client/ports.ts';
import { failed } from '#shared/core/reason.ts';
import { FIRST_ONE_TIME_ID } from '#shared/protocol/account.ts';

const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

const key = (context: SealContext): string =>
  JSON.stringify([context.purpose, context.subject, context.from, context.to]);

// Nothing looks inside them.
const secrets = (signingKey: string, ...ids: readonly number[]) =>
  ({ signing: { publicKey: signingKey }, prekeys: ids.map((id) => ({ id, pair: {} })) }) as unknown as DeviceSecrets;

/** No two boxes are alike, and no two one-time keys. */
let boxes = 0;
let oneTimeKeys = 0;

const publicHalf = (id: number) => ({ id, key: '', signature: '' });

/** Seals nothing, and opens only what was sealed for exactly this, with a key that is there. */
export const plainSealer: Sealer = {
  newDevice: async (name) => ({
    secrets: secrets(text(name), 1),
    registration: { name, signing_key: text(name), prekey: publicHalf(1) },
  }),
  newPrekeys: async ({ signing, prekeys }, oneTime) => {
    const prekey = (prekeys.at(-1)?.id ?? 0) + 1;
    const ids = Array.from({ length: oneTime }, () => FIRST_ONE_TIME_ID + oneTimeKeys++);
    return {
      secrets: { signing, prekeys: [...prekeys, ...secrets('', prekey).prekeys] },
      prekey: publicHalf(prekey),
      oneTimeKeys: secrets('', ...ids).prekeys.map((key) => ({ ...key, prekey })),
      oneTimePrekeys: ids.map(publicHalf),
    };
  },
  seal: async (plaintext, { prekey }, _, context) => ({
    prekey: prekey.id,
    enc: '',
    ciphertext: text({ box: ++boxes, key: key(context), plaintext: [...plaintext] }),
    signature: '',
  }),
  sealBody: async (plaintext) => ({ body: Buffer.from(plaintext).toString('base64'), key: new Uint8Array() }),
  openBody: async (body) => ({ ok: true, value: Uint8Array.from(Buffer.from(body, 'base64')) }),
  open: async (box, _, { prekeys }, context) => {
    if (prekeys.every(({ id }) => id !== box.prekey)) return failed('unsealable');
    const sealed = JSON.parse(Buffer.from(box.ciphertext, 'base64').toString()) as { key: string; plaintext: number[] };
    return sealed.key === key(context) ? { ok: true, value: Uint8Array.from(sealed.plaintext) } : failed('unsealable');
  },
};
