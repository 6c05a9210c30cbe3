import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AccountId } from '#shared/protocol/ids.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps what is an account's own out of the database: who has a copy of that alone cannot read it. */
export interface AtRest {
  /** Base64 of nonce, ciphertext and tag (AES-256-GCM), bound to the account. */
  seal(account: AccountId, text: string): string;
  /** What {@link seal} made. Throws in words where it was sealed with another key or for another account. */
  open(account: AccountId, sealed: string): string;
}

/** One for each purpose: what is sealed for one is nothing to another. `file`: where in `DATA_DIR` its key is. */
export const createAtRest = (key: Uint8Array, file: 'email-key' | 'second-factor-key'): AtRest => ({
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
    try {
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)).toString('utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new Error(`${file} in DATA_DIR is not the one that this was sealed with: put that one back`, { cause });
    }
  },
});

/** E-mail addresses as they are kept. */
export interface Emails extends Pick<AtRest, 'seal'> {
  /** Null where there is none, and where its key was lost: the operator is told, and nobody is kept from the rest. */
  read(account: AccountId, sealed: string | null): string | null;
}

export const createEmails = (key: Uint8Array, onError: (error: unknown) => void): Emails => {
  const { seal, open } = createAtRest(key, 'email-key');
  return {
    seal,
    read(account, sealed) {
      try {
        return sealed && open(account, sealed);
      } catch (error) {
        onError(error);
        return null;
      }
    },
  };
};
