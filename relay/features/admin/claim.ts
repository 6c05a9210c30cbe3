import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '#shared/protocol/ids.ts';
import { hashed } from '../../hub/hashed.ts';

const VALID_MS = 3600 * 1000;

/** The one-time way to the first administrator's account. */
export interface Claim {
  /** Makes the token. */
  open(): string;
  /**
   * Makes what the token is good for, once: `invalid` also for whoever comes while somebody else is at it. Where `make`
   * fails the token is as good as before.
   */
  spend<T>(token: string, make: () => Promise<T>): Promise<T | 'invalid'>;
}

/** 256 random bits, in memory and in a file only the relay's user can read, for an hour. */
export const createClaim = (dataDir: string, clock: () => Instant): Claim => {
  const file = join(dataDir, 'admin-claim');
  let token = '';
  let until = 0;
  let isSpending = false;
  const close = (): void => {
    token = '';
    rmSync(file, { force: true });
  };
  close();

  return {
    open() {
      token = randomBytes(32).toString('base64url');
      until = clock() + VALID_MS;
      writeFileSync(file, `${token}\n`, { mode: 0o600 });
      return token;
    },
    async spend(given, make) {
      if (clock() > until) close();
      // Hashes are of one length whatever was given: as bytes it may be longer than it has characters.
      if (isSpending || token === '' || !timingSafeEqual(hashed(given), hashed(token))) return 'invalid';
      isSpending = true;
      try {
        const made = await make();
        close();
        return made;
      } finally {
        isSpending = false;
      }
    },
  };
};
