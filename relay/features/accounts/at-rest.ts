import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AccountId } from '#shared/protocol/ids.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps what is an account's own out of the database: who has a copy of that alone cannot read it. */
export interface AtRest {
  /** Base64 of nonce, ciphertext and tag (AES-256-GCM), bound to the account. */
  seal(account: AccountId, text: string): string;
  /** What {@link seal} made. Throws where it was sealed with another key or for another account. */
  open(account: AccountId, sealed: string): string;
}

/** One for each purpose: what is sealed for one is nothing to another. */
export const createAtRest = (key: Uint8Array): AtRest => ({
  seal: (account, text) => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(account));
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  },
  open: (account, sealed) => {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(account))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)).toString('utf8') + decipher.final('utf8');
  },
});
