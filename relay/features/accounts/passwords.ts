import { hash, verify } from '@node-rs/argon2';

/** OWASP's floor for Argon2id (security.md row 1): 27 ms of a core, 19 MiB while it runs. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Of random bytes that were thrown away. Logins nobody has are compared with it, so that the clock does not tell them from wrong passwords. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$uWpf/UCKoJwSJgZKkdMiEA$nJmzdC9R+zDN0SbuHBkRozyyhoLcL1YFpvLz0Wigumc';
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
      limited(async () => (await verify(stored ?? NOBODY, password)) && stored !== undefined),
  };
};
