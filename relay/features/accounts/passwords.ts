import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's floor for Argon2id (security.md row 1): 27 ms of a core, 19 MiB while it runs. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const COST = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;
/** Of random bytes that were thrown away. Logins nobody has are compared with it, so that the clock does not tell them from wrong passwords. */
const NOBODY = `${COST}uWpf/UCKoJwSJgZKkdMiEA$nJmzdC9R+zDN0SbuHBkRozyyhoLcL1YFpvLz0Wigumc`;
export const AT_ONCE = Math.min(2, availableParallelism());
const MAX_WAITING = 64;

export interface Passwords {
  /** `busy` where too many are waiting already. */
  hash(password: string): Promise<string | 'busy'>;
  /** Takes the same time where there is nothing to compare with. */
  verify(stored: string | undefined, password: string): Promise<boolean | 'busy'>;
  /** It was made without the key or at another cost: it is to be made anew when the password is known. */
  isOutdated(stored: string): boolean;
}

/** What is kept of a password: the name of the key, '' where there was none, and the hash in PHC form. */
const partsOf = (stored: string): readonly [keyName: string, phc: string] => {
  const end = stored.indexOf('$');
  return [stored.slice(0, end), stored.slice(end)];
};

/**
 * Argon2id on the thread pool, few at a time: each holds 19 MiB, and calls must not wait for logins. The key goes into
 * each hash (RFC 9106, section 3.1, "secret value"): without it a copy of the database is nothing to guess at.
 */
export const createPasswords = (key: Uint8Array): Passwords => {
  const secret = { secret: key };
  const keyName = createHash('sha256').update(key).digest('hex').slice(0, 8);
  let running = 0;
  const waiting: (() => void)[] = [];

  const limited = async <T>(work: () => Promise<T>): Promise<T | 'busy'> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= MAX_WAITING) return 'busy';
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift(); // takes over this place
      if (next) next();
      else running -= 1;
    }
  };

  const isRight = (stored: string, password: string): Promise<boolean> => {
    const [name, phc] = partsOf(stored);
    if (name !== '' && name !== keyName)
      throw new Error('password-key in DATA_DIR is not the one that this password was kept with: put that one back');
    return name === '' ? verify(phc, password) : verify(phc, password, secret);
  };

  return {
    hash: (password) => limited(async () => keyName + (await hash(password, { ...PARAMETERS, ...secret }))),
    verify: (stored, password) =>
      limited(async () => (await isRight(stored ?? keyName + NOBODY, password)) && stored !== undefined),
    isOutdated: (stored) => !stored.startsWith(keyName + COST),
  };
};
