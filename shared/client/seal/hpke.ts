import { failed } from '#shared/core/reason.ts';
import { SealError, type Sealer } from '../ports.ts';
import { binding } from './binding.ts';
import { openBody, sealBody } from './body.ts';
import { concat, fromBase64, toBase64 } from './bytes.ts';
import { createPrekey, oneTimeId, trustedPrekey } from './prekeys.ts';
import { newSigningKey, sign, verify } from './signing.ts';
import { suite } from './suite.ts';

/** HPKE in base mode to a prekey of a device, signed by the sender's device (security.md, decision 1). */
export const hpkeSealer: Sealer = {
  newDevice: async (name) => {
    const signing = await newSigningKey();
    const { secret, prekey } = await createPrekey(1, signing);
    const signingKey = new Uint8Array(await crypto.subtle.exportKey('raw', signing.publicKey));
    return {
      secrets: { signing, prekeys: [secret] },
      registration: { name, signing_key: toBase64(signingKey), prekey },
    };
  },

  newPrekeys: async ({ signing, prekeys }, oneTime) => {
    const { secret, prekey } = await createPrekey((prekeys.at(-1)?.id ?? 0) + 1, signing);
    const single = await Promise.all(Array.from({ length: oneTime }, () => createPrekey(oneTimeId(), signing)));
    return {
      secrets: { signing, prekeys: [...prekeys, secret] },
      prekey,
      oneTimeKeys: single.map(({ secret: { id, pair } }) => ({ id, pair, prekey: prekey.id })),
      oneTimePrekeys: single.map(({ prekey }) => prekey),
    };
  },

  seal: async (plaintext, recipient, { signing }, context) => {
    const info = binding(context, recipient.prekey.id);
    const recipientPublicKey = await trustedPrekey(recipient);
    const sealed = await suite.seal({ recipientPublicKey, info }, plaintext).catch((cause: unknown) => {
      // A device may sign 32 bytes that make no secret with any other key.
      throw new SealError(`Nothing can be sealed for a prekey of device ${recipient.device}`, { cause });
    });
    const enc = new Uint8Array(sealed.enc);
    const ciphertext = new Uint8Array(sealed.ct);
    return {
      prekey: recipient.prekey.id,
      enc: toBase64(enc),
      ciphertext: toBase64(ciphertext),
      signature: toBase64(await sign(signing, concat(info, enc, ciphertext))),
    };
  },

  sealBody,
  openBody,

  open: async (box, sender, { prekeys }, context) => {
    const recipientKey = prekeys.find(({ id }) => id === box.prekey)?.pair;
    if (!recipientKey) return failed('unsealable');
    try {
      const info = binding(context, box.prekey);
      const enc = fromBase64(box.enc);
      const ciphertext = fromBase64(box.ciphertext);
      if (!(await verify(sender.signing_key, box.signature, concat(info, enc, ciphertext))))
        return failed('unsealable');
      return { ok: true, value: new Uint8Array(await suite.open({ recipientKey, enc, info }, ciphertext)) };
    } catch {
      // Text that is not base64, keys of the wrong length, a ciphertext that does not authenticate: all the same to us.
      return failed('unsealable');
    }
  },
};
