import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { putFile } from '../../settle.ts';

const BYTES = 32;

/**
 * A secret that stays out of the database: who has a copy of that alone lacks it. Made on the first start, in a file
 * beside the database that only the relay's user can read. Throws in words where it is not whole.
 */
export const keptKey = (
  dataDir: string,
  name: 'email-key' | 'password-key' | 'second-factor-key' | 'token-key',
): Uint8Array => {
  const file = join(dataDir, name);
  if (!existsSync(file)) putFile(file, randomBytes(BYTES));
  const key = readFileSync(file);
  if (key.length === BYTES) return key;
  throw new Error(
    `${file} has ${key.length} bytes in place of ${BYTES}. Put it back from a backup, or remove it where nobody has an account yet`,
  );
};
