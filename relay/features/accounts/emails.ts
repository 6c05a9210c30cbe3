import { createCipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountId } from '#shared/protocol/ids.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** Keeps the addresses people leave out of the database: who has a copy of that alone cannot read them. */
export interface Emails {
  /** Base64 of nonce, ciphertext and tag (AES-256-GCM), bound to the account. */
  seal(account: AccountId, email: string): string;
}

/** The key is made on the first start, in a file beside the database that only the relay's user can read. */
export const createEmails = (dataDir: string): Emails => {
  const file = join(dataDir, 'email-key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(KEY_BYTES), { mode: 0o600 });
  const key = readFileSync(file);

  return {
    seal: (account, email) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(account));
      return Buffer.concat([nonce, cipher.update(email, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
        'base64',
      );
    },
  };
};
