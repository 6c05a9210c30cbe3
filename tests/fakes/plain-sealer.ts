import type { DeviceSecrets, SealContext, Sealer } from '#shared/client/ports.ts';
import { failed } from '#shared/core/reason.ts';

const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

const key = (context: SealContext): string =>
  JSON.stringify([context.purpose, context.subject, context.from, context.to]);

// Nothing looks inside them.
const secrets = (signingKey: string, ...ids: readonly number[]) =>
  ({ signing: { publicKey: signingKey }, prekeys: ids.map((id) => ({ id, pair: {} })) }) as unknown as DeviceSecrets;

/** No two boxes are alike. */
let boxes = 0;

/** Seals nothing, and opens only what was sealed for exactly this. */
export const plainSealer: Sealer = {
  newDevice: async (name) => ({
    secrets: secrets(text(name), 1),
    registration: { name, signing_key: text(name), prekey: { id: 1, key: '', signature: '' } },
  }),
  newPrekey: async ({ signing, prekeys }) => {
    const id = (prekeys.at(-1)?.id ?? 0) + 1;
    return {
      secrets: { signing, prekeys: [...prekeys, ...secrets('', id).prekeys] },
      prekey: { id, key: '', signature: '' },
    };
  },
  seal: async (plaintext, _, __, context) => ({
    prekey: 1,
    enc: '',
    ciphertext: text({ box: ++boxes, key: key(context), plaintext: [...plaintext] }),
    signature: '',
  }),
  sealBody: async (plaintext) => ({ body: Buffer.from(plaintext).toString('base64'), key: new Uint8Array() }),
  openBody: async (body) => ({ ok: true, value: Uint8Array.from(Buffer.from(body, 'base64')) }),
  open: async (box, _, __, context) => {
    const sealed = JSON.parse(Buffer.from(box.ciphertext, 'base64').toString()) as { key: string; plaintext: number[] };
    return sealed.key === key(context) ? { ok: true, value: Uint8Array.from(sealed.plaintext) } : failed('unsealable');
  },
};
