import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BYTES = 32;

/**
 * A secret that stays out of the database: who has a copy of that alone lacks it. Made on the first start, in a file
 * beside the database that only the relay's user can read.
 */
export const keptKey = (
  dataDir: string,
  name: 'email-key' | 'password-key' | 'second-factor-key' | 'token-key',
): Uint8Array => {
  const file = join(dataDir, name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(BYTES), { mode: 0o600 });
  return readFileSync(file);
};
