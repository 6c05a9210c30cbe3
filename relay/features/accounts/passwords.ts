import { hash, verify } from '@node-rs/argon2';

/** OWASP's floor for Argon2id (security.md row 1): 27 ms of a core, 19 MiB while it runs. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 2;
const MAX_WAITING = 64;

export interface Passwords {
  /** `busy` where too many are waiting already. */
  hash(password: string): Promise<string | 'busy'>;
  /** Takes the same time where there is nothing to compare with. */
  verify(stored: string | undefined, password: string): Promise<boolean | 'busy'>;
}

/** Argon2id on the thread pool, few at a time: each holds 19 MiB, and calls must not wait for logins. */
export const createPasswords = (): Passwords => {
  let running = 0;
  const waiting: (() => void)[] = [];
  // Compared with for logins nobody has, so that they cannot be told from wrong passwords by the clock.
  const nobody = hash('nobody has this password', PARAMETERS);

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

  return {
    hash: (password) => limited(() => hash(password, PARAMETERS)),
    verify: (stored, password) =>
      limited(async () => (await verify(stored ?? (await nobody), password)) && stored !== undefined),
  };
};
