import { Secret, TOTP } from 'otpauth';
import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import type { SecondFactorSecret } from '#shared/protocol/own-account.ts';
import { Refusal } from '../../http/refusal.ts';
import { hashed } from '../../hub/hashed.ts';
import type { AccountRow, Store } from '../../store/store.ts';
import type { AtRest } from './at-rest.ts';
import type { LoginGuard } from './login-guard.ts';

/** RFC 6238 as every authenticator app takes it; a code is good a step before and after its own, for clocks that are off. */
const CODES = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const WINDOW = 1;

/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20;
const RECOVERY_CODES = 8;
/** 80 bits: sixteen letters to type, and nothing to guess at from their hash. */
const RECOVERY_BYTES = 10;

/** How long an app may take to take the secret. */
const PATIENCE_MS = 10 * 60 * 1000;

/** Whose second factor it is. */
export interface Holder {
  readonly row: AccountRow;
  readonly uid: AccountId;
  readonly login: string;
}

/** Codes of an authenticator app, asked for beside the password. */
export interface SecondFactors {
  /** A fresh secret, which is nothing until {@link turnOn}. Refuses where it is on already. `host`: where the account is. */
  begin(holder: Holder, host: string): Promise<SecondFactorSecret>;
  /** With a code of that secret: the recovery codes, of which only the hashes are kept. */
  turnOn(holder: Holder, code: string, ip: string): Promise<readonly string[]>;
  /** With a code, or a recovery code: others in place of all that there were. */
  renewRecoveryCodes(holder: Holder, code: string, ip: string): Promise<readonly string[]>;
  turnOff(holder: Holder, code: string, ip: string): Promise<void>;
  /** Refuses where it is on and this is no code of it, nor a recovery code. Each is good once. */
  check(holder: Holder, code: string | undefined, ip: string): Promise<void>;
}

export interface SecondFactorsOptions {
  readonly store: Store;
  readonly atRest: AtRest;
  /** Of codes alone: a password that is right must not give back tries at a code. */
  readonly guard: LoginGuard;
  readonly clock: () => Instant;
}

const isOfApp = (code: string): boolean => /^\d{6}$/.test(code);

/** The step that this is the code of, among those it is good in now. */
export const stepOf = (secret: string, code: string, now: Instant): number | undefined => {
  if (!isOfApp(code)) return undefined; // the library throws at some of what is none
  const delta = TOTP.validate({
    ...CODES,
    secret: Secret.fromBase32(secret),
    token: code,
    timestamp: now,
    window: WINDOW,
  });
  return delta === null ? undefined : TOTP.counter({ ...CODES, timestamp: now }) + delta;
};

/** As apps and people write it: `123 456`, `abcd-efgh-…`. */
const bare = (code: string): string => code.replaceAll(/[\s-]/g, '').toLowerCase();

const recoveryCode = (): string =>
  new Secret({ size: RECOVERY_BYTES }).base32.toLowerCase().replaceAll(/.{4}(?=.)/g, '$&-');

/** What is shown of them, and what is kept. */
const newRecoveryCodes = (): { readonly codes: readonly string[]; readonly hashes: readonly Uint8Array[] } => {
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  return { codes, hashes: codes.map((one) => hashed(bare(one))) };
};

export const createSecondFactors = ({ store, atRest, guard, clock }: SecondFactorsOptions): SecondFactors => {
  /** Those that no app has taken yet. */
  const begun = new Map<AccountId, { readonly secret: string; readonly until: Instant }>();

  /** Slows down whoever guesses. */
  const looked = async <T>(login: string, ip: string, look: () => T | Promise<T>): Promise<NonNullable<T>> => {
    const wait = await guard.begin(login, ip);
    if (wait > 0) throw new Refusal('rate_limited', 'too many tries', wait);
    const found = await Promise.resolve()
      .then(look)
      .catch((notLookedAt: unknown) => {
        guard.undone(login);
        throw notLookedAt;
      });
    if (!found) {
      guard.failed(login);
      throw new Refusal('second_factor_wrong', 'code: wrong, or used already');
    }
    guard.succeeded(login);
    return found;
  };

  const spend = async ({ row, uid }: Holder, sealed: string, given: string): Promise<boolean> => {
    const code = bare(given);
    // Good also where the key of the secrets was lost.
    if (!isOfApp(code)) return store.spendRecoveryCode(row, hashed(code));
    const step = stepOf(atRest.open(uid, sealed), code, clock());
    return step !== undefined && store.spendStep(row, step);
  };

  const none = (): Refusal => new Refusal('not_found', 'there is no second factor');

  const prove = async (holder: Holder, code: string, ip: string): Promise<void> => {
    const sealed = await store.secondFactor(holder.row);
    if (sealed === undefined) throw none();
    await looked(holder.login, ip, () => spend(holder, sealed, code));
  };

  return {
    async begin({ row, uid, login }, host) {
      if (await store.secondFactor(row)) throw new Refusal('forbidden', 'it is on: turn it off first');
      const now = clock();
      for (const [account, { until }] of begun) if (until <= now) begun.delete(account);
      const secret = new Secret({ size: SECRET_BYTES }).base32;
      begun.set(uid, { secret, until: now + PATIENCE_MS });
      const label = `${login}@${host.replace(/:\d+$/, '')}`;
      return { secret, uri: new TOTP({ ...CODES, issuer: 'Tincan', label, secret }).toString() };
    },

    async turnOn({ row, uid, login }, code, ip) {
      const found = begun.get(uid);
      const now = clock();
      if (!found || found.until <= now) throw new Refusal('not_found', 'begin anew');
      const step = await looked(login, ip, () => stepOf(found.secret, bare(code), now));
      const { codes, hashes } = newRecoveryCodes();
      const factor = { secret: atRest.seal(uid, found.secret), step, at: now };
      begun.delete(uid);
      if (!(await store.saveSecondFactor(row, factor, hashes))) throw new Refusal('forbidden', 'it is on already');
      return codes;
    },

    async renewRecoveryCodes(holder, code, ip) {
      await prove(holder, code, ip);
      const { codes, hashes } = newRecoveryCodes();
      if (!(await store.replaceRecoveryCodes(holder.row, hashes))) throw none();
      return codes;
    },

    async turnOff(holder, code, ip) {
      await prove(holder, code, ip);
      await store.removeSecondFactor(holder.row);
    },

    async check(holder, code, ip) {
      const sealed = await store.secondFactor(holder.row);
      if (sealed === undefined) return;
      if (code === undefined) throw new Refusal('second_factor_required', 'code: missing');
      await looked(holder.login, ip, () => spend(holder, sealed, code));
    },
  };
};
