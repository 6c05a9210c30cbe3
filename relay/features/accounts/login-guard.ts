import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Instant } from '#shared/protocol/ids.ts';

const FREE_TRIES = 5;
const LONGEST_SECONDS = 15 * 60;
const DAY_MS = 24 * 3600 * 1000;
/** About 200 bytes each. */
const MOST_KNOWN = 50_000;

/** Each try is begun, and then it failed, succeeded, or was never looked at. */
export interface LoginGuard {
  /**
   * Seconds to wait before this login may be tried from this address, 0 where it may be now. The try counts from here:
   * many at the same time are looked at no more often than one after the other.
   */
  begin(login: string, ip: string): Promise<number>;
  failed(login: string): void;
  succeeded(login: string): void;
  undone(login: string): void;
  /** How many logins are known. */
  size(): number;
  /** Forgets those whose day is over. */
  sweep(now: Instant): void;
}

/** In a row, of one login, in the day since the first. */
interface Tries {
  /** Those under way, too. */
  count: number;
  waitUntil: Instant;
  readonly until: Instant;
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** The library rejects with its result where there was too much; anything else is a fault. */
const toWait = (refused: unknown): number => {
  if (refused instanceof Error) throw refused;
  return seconds((refused as { msBeforeNext: number }).msBeforeNext);
};

/**
 * Five free tries, then a wait that doubles from 1 s to 15 min for the login, and 20 tries a minute for an address. The
 * same for logins that do not exist. Nobody is locked out for good: that would be a gift to whoever knows your login.
 *
 * At most `most` logins are known, and those under way. Beyond, a try that failed drops the login with the fewest tries, the
 * oldest of them ("space saving", Metwally et al. 2005), and whoever is not known is taken to have tried as often as the
 * last that was dropped. So nobody is ever taken to have tried less than they have, and what a flood of made-up logins
 * wins is one try at somebody's for each `most` passwords that the relay has looked at, each of an address with tries
 * left. What it costs others is longer waits after a wrong password; the right one at first is always looked at.
 */
export const createLoginGuard = (scale: number, clock: () => Instant, most = MOST_KNOWN): LoginGuard => {
  const known = new Map<string, Tries>();
  let dropped = { count: 0, until: 0 };
  const addresses = new RateLimiterMemory({
    keyPrefix: 'addresses',
    points: Math.max(1, Math.round(20 * scale)),
    duration: 60,
  });
  const free = Math.round(FREE_TRIES * scale);

  /** Milliseconds after so many tries in a row. */
  const waitAfter = (count: number): number =>
    count > free ? Math.min(2 ** (count - free - 1), LONGEST_SECONDS) * 1000 : 0;

  const ofUnknown = (now: Instant): number => (now < dropped.until ? dropped.count : 0);

  const triesOf = (login: string, now: Instant): Tries | undefined => {
    const tries = known.get(login);
    return tries && now < tries.until ? tries : undefined;
  };

  const counted = (login: string, now: Instant): Tries => {
    const tries = triesOf(login, now) ?? { count: ofUnknown(now), waitUntil: 0, until: now + DAY_MS };
    tries.count += 1;
    known.set(login, tries);
    return tries;
  };

  const dropLeast = (but: Tries, now: Instant): void => {
    const fewest = ofUnknown(now); // nobody has fewer: there is no need to look further
    let least: readonly [string, Tries] | undefined;
    for (const entry of known) {
      const [, tries] = entry;
      if (tries === but) continue;
      if (!least || tries.count < least[1].count || now >= tries.until) least = entry;
      if (now >= tries.until || least[1].count <= fewest) break;
    }
    if (!least) return;
    const [login, { count, until }] = least;
    known.delete(login);
    if (now < until) dropped = { count: Math.max(count, fewest), until: Math.max(until, dropped.until) };
  };

  return {
    async begin(login, ip) {
      const left = (): number => {
        const ms = (triesOf(login, clock())?.waitUntil ?? 0) - clock();
        return ms > LONGEST_SECONDS * 1000 ? 0 : ms; // the clock was set back
      };
      if (left() > 0) return seconds(left());
      try {
        await addresses.consume(ip);
      } catch (refused) {
        return toWait(refused);
      }
      if (left() > 0) return seconds(left()); // another try was first
      const now = clock();
      const tries = counted(login, now);
      tries.waitUntil = now + waitAfter(tries.count);
      return 0;
    },
    failed(login) {
      const now = clock();
      const tries = triesOf(login, now) ?? counted(login, now);
      tries.waitUntil = now + waitAfter(tries.count); // from now on, however long it took to see that it was wrong
      if (known.size > most) dropLeast(tries, now);
    },
    succeeded: (login) => void known.delete(login),
    undone(login) {
      const now = clock();
      const tries = triesOf(login, now);
      if (!tries) return;
      tries.count -= 1;
      tries.waitUntil = 0;
      if (tries.count <= ofUnknown(now)) known.delete(login); // it says no more than nothing
    },
    size: () => known.size,
    sweep(now) {
      for (const [login, { until }] of known) if (now >= until) known.delete(login);
    },
  };
};
