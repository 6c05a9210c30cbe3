import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountRecord, SecondFactorSecret } from '#shared/protocol/own-account.ts';
import { createAtRest } from '../../relay/features/accounts/at-rest.ts';
import { stepOf } from '../../relay/features/accounts/second-factors.ts';
import { codeOf, nextCodeOf } from './authenticator.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { newLogin, PASSWORD, register, registration, request } from './test-client.ts';

/** `12345678901234567890` of RFC 6238, appendix B, in base32. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const STEP_MS = 30_000;

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const post = (path: string, token: string, body: unknown, url = relay.url) =>
  request(url, path, { method: 'POST', token, body });

const signInWith = (login: string, code?: string, password = PASSWORD, url = relay.url) =>
  request(url, '/api/sessions', {
    method: 'POST',
    body: { login, password, device: registration(), ...(code === undefined ? {} : { code }) },
  });

const refused = (status: number, error_code: string) => ({ status, body: { error_code } });
const REQUIRED = refused(401, 'second_factor_required');
const WRONG = refused(401, 'second_factor_wrong');

const begin = async (token: string, url = relay.url): Promise<SecondFactorSecret> => {
  const begun = await post('/api/account/second-factor', token, { password: PASSWORD }, url);
  expect(begun.status).toBe(201);
  return begun.body as SecondFactorSecret;
};

const confirm = (token: string, code: string, url = relay.url) =>
  post('/api/account/second-factor/confirmation', token, { code }, url);

interface Guarded {
  readonly login: string;
  readonly token: string;
  readonly uid: string;
  readonly secret: string;
  /** The code that turned it on. */
  readonly used: string;
  readonly recovery: readonly string[];
}

/** Somebody whose second factor is on, turned on with the code of this moment. */
const guarded = async (name: string, url = relay.url): Promise<Guarded> => {
  const login = newLogin(name);
  const { token, account } = await register(url, login);
  const { secret } = await begin(token, url);
  const used = codeOf(secret, Date.now());
  const confirmed = await confirm(token, used, url);
  expect(confirmed.status).toBe(201);
  const { recovery_codes } = confirmed.body as { recovery_codes: string[] };
  return { login, token, uid: account.uid, secret, used, recovery: recovery_codes };
};

const factorIn = async (token: string): Promise<AccountRecord['second_factor']> =>
  ((await request(relay.url, '/api/account', { token })).body as AccountRecord).second_factor;

/** A code that is not good now, whatever the time. */
const wrongFor = (secret: string): string => {
  const good = [-2, -1, 0, 1, 2].map((step) => codeOf(secret, Date.now() + step * STEP_MS));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !good.includes(code)) ?? '';
};

describe('codes of an authenticator app', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('[SE11] are those of RFC 6238, appendix B: at %i s %s', (seconds, code) => {
    expect(stepOf(RFC_SECRET, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
    expect(codeOf(RFC_SECRET, seconds * 1000)).toBe(code); // the tests' own app
  });

  test('[SE12] are good in the step before their own and in the one after it, and in no other', () => {
    const at = 1_111_111_110_000; // the first moment of a step
    const step = at / STEP_MS;
    const code = codeOf(RFC_SECRET, at);
    for (const now of [at - STEP_MS, at, at + STEP_MS, at + 2 * STEP_MS - 1])
      expect(stepOf(RFC_SECRET, code, now), String(now - at)).toBe(step);
    for (const now of [at - STEP_MS - 1, at + 2 * STEP_MS])
      expect(stepOf(RFC_SECRET, code, now), String(now - at)).toBeUndefined();
  });

  test.each(['', '28708', '2870820', '287O82', '２８７０８２'])('are six digits and nothing like “%s”', (typed) => {
    expect(stepOf(RFC_SECRET, typed, 59_000)).toBeUndefined();
  });
});

describe('turning the second factor on', () => {
  test('[SE11] takes the password, and a code that shows that the app has the secret', async () => {
    const login = newLogin('ann');
    const { token } = await register(relay.url, login);
    expect(await post('/api/account/second-factor', token, { password: 'not the password' })).toMatchObject(
      refused(401, 'bad_credentials'),
    );
    expect(await confirm(token, '123456')).toMatchObject(refused(404, 'not_found'));
    const { secret, uri } = await begin(token);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const parsed = new URL(uri);
    expect(uri).toMatch(/^otpauth:\/\/totp\//);
    expect(decodeURIComponent(parsed.pathname)).toMatch(new RegExp(`Tincan:${login}@localhost$`));
    expect(Object.fromEntries(parsed.searchParams)).toEqual({
      issuer: 'Tincan',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });

    // Nothing is asked for yet, nor where the app shows something else.
    expect(await confirm(token, wrongFor(secret))).toMatchObject(WRONG);
    expect((await signInWith(login)).status).toBe(201);
    expect(await factorIn(token)).toBeUndefined();

    const code = codeOf(secret, Date.now());
    const confirmed = await confirm(token, `${code.slice(0, 3)} ${code.slice(3)}`);
    expect(confirmed.status).toBe(201);
    const { recovery_codes } = confirmed.body as { recovery_codes: string[] };
    expect(new Set(recovery_codes).size).toBe(8);
    for (const one of recovery_codes) expect(one).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
    expect(await factorIn(token)).toMatchObject({ recovery_codes: 8 });
  });

  test('[SE11] gives a secret that nothing replaces while it is on, and another one each time before', async () => {
    const { token } = await register(relay.url, newLogin('ann'));
    const [former, present] = [await begin(token), await begin(token)];
    expect(former.secret).not.toBe(present.secret);
    expect(await confirm(token, codeOf(former.secret, Date.now()))).toMatchObject(WRONG);
    expect((await confirm(token, codeOf(present.secret, Date.now()))).status).toBe(201);
    expect(await post('/api/account/second-factor', token, { password: PASSWORD })).toMatchObject(
      refused(403, 'forbidden'),
    );
    expect(await confirm(token, nextCodeOf(present.secret))).toMatchObject(refused(404, 'not_found'));
  });

  test('[SE14] leaves neither the secret nor a recovery code in the database', async () => {
    const ann = await guarded('ann');
    const database = new Database(join(relay.dataDir, 'tincan.db'), { readonly: true });
    const rows = database.prepare('SELECT secret FROM second_factors').pluck().all() as string[];
    const codes = database.prepare('SELECT hash FROM recovery_codes').pluck().all() as Buffer[];
    database.close();
    expect(rows.length).toBeGreaterThan(0);
    expect(codes.every((hash) => hash.length === 32)).toBe(true);
    const bytes = readFileSync(join(relay.dataDir, 'tincan.db-wal'), 'latin1');
    for (const text of [ann.secret, ...ann.recovery, ...ann.recovery.map((code) => code.replaceAll('-', ''))])
      expect(bytes).not.toContain(text);
    // With the key beside the database, and for that account alone, it is the secret again.
    const key = readFileSync(join(relay.dataDir, 'second-factor-key'));
    const opened = rows.flatMap((sealed) => {
      try {
        return [createAtRest(key, 'second-factor-key').open(ann.uid, sealed)];
      } catch {
        return [];
      }
    });
    expect(opened).toEqual([ann.secret]);
    for (const sealed of rows)
      expect(() => createAtRest(randomBytes(32), 'second-factor-key').open(ann.uid, sealed)).toThrow();
  });
});

describe('signing in with a second factor', () => {
  test('[SE12] takes a code where the password is right, and says so there alone', async () => {
    const ann = await guarded('ann');
    expect(await signInWith(ann.login)).toMatchObject(REQUIRED);
    expect(await signInWith(ann.login, wrongFor(ann.secret))).toMatchObject(WRONG);
    expect(await signInWith(ann.login, '')).toMatchObject(WRONG);
    const wrongPassword = await signInWith(ann.login, nextCodeOf(ann.secret), 'not the password');
    const nobody = await signInWith(newLogin('nobody'), nextCodeOf(ann.secret));
    expect(wrongPassword).toMatchObject(refused(401, 'bad_credentials'));
    expect(nobody.body).toEqual(wrongPassword.body);
    expect((await signInWith(ann.login, nextCodeOf(ann.secret))).status).toBe(201);
  });

  test('[SE12] a code is good once, and none before it', async () => {
    const ann = await guarded('ann');
    const next = nextCodeOf(ann.secret);
    expect(await signInWith(ann.login, ann.used)).toMatchObject(WRONG);
    const both = await Promise.all([signInWith(ann.login, next), signInWith(ann.login, next)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect(await signInWith(ann.login, next)).toMatchObject(WRONG);
    expect(await signInWith(ann.login, ann.used)).toMatchObject(WRONG);
  });

  test('[SE13] a recovery code stands for one, once, however it is typed', async () => {
    const [ann, bo] = [await guarded('ann'), await guarded('bo')];
    const [first = '', second = ''] = ann.recovery;
    expect(await signInWith(bo.login, first)).toMatchObject(WRONG);
    const both = await Promise.all([signInWith(ann.login, first), signInWith(ann.login, first)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect(await signInWith(ann.login, first)).toMatchObject(WRONG);
    expect((await signInWith(ann.login, ` ${second.replaceAll('-', ' ').toUpperCase()}`)).status).toBe(201);
    expect(await factorIn(ann.token)).toMatchObject({ recovery_codes: 6 });
  });

  test('[SE13] a recovery code is good, too, where the key that seals the secrets was lost', async () => {
    const own = await startRelay();
    try {
      const ann = await guarded('ann', own.url);
      await own.end();
      rmSync(join(own.dataDir, 'second-factor-key'));
      await own.start();
      expect((await signInWith(ann.login, ann.recovery[0], PASSWORD, own.url)).status).toBe(201);
    } finally {
      await own.stop();
    }
  });

  test('asks no code of whoever has none, and takes one that is not needed', async () => {
    const login = newLogin('ann');
    await register(relay.url, login);
    expect((await signInWith(login)).status).toBe(201);
    expect((await signInWith(login, '123456')).status).toBe(201);
  });

  test('[SE12] changing the password and deleting the account take the password alone', async () => {
    const ann = await guarded('ann');
    const fresh = 'another correct horse';
    expect((await post('/api/account/password', ann.token, { password: PASSWORD, new_password: fresh })).status).toBe(
      204,
    );
    expect(await signInWith(ann.login, undefined, fresh)).toMatchObject(REQUIRED);
    expect((await post('/api/account/deletion', ann.token, { password: fresh })).status).toBe(204);
    const database = new Database(join(relay.dataDir, 'tincan.db'), { readonly: true });
    for (const table of ['second_factors', 'recovery_codes']) {
      const orphans = database.prepare(`SELECT count(*) FROM ${table} WHERE account NOT IN (SELECT id FROM accounts)`);
      expect(orphans.pluck().get(), table).toBe(0);
    }
    database.close();
    const again = await register(relay.url, ann.login);
    expect((await signInWith(ann.login)).status).toBe(201);
    expect(await factorIn(again.token)).toBeUndefined();
  });
});

describe('guesses of a code', () => {
  /** Rates as people have them. */
  const strict = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
    const own = await startRelay({ environment: { RATE_LIMIT_SCALE: '1' } });
    try {
      return await work(own.url);
    } finally {
      await own.stop();
    }
  };

  test('[SE12] are slowed down as those of a password are, also where each is begun anew', () =>
    strict(async (url) => {
      const ann = await guarded('ann', url);
      const answers = [];
      for (let count = 0; count < 3; count += 1)
        answers.push(
          await signInWith(ann.login, undefined, PASSWORD, url),
          await signInWith(ann.login, '1', PASSWORD, url),
        );
      expect(answers.slice(0, 5).map(({ body }) => (body as { error_code: string }).error_code)).toEqual([
        'second_factor_required',
        'second_factor_wrong',
        'second_factor_required',
        'second_factor_wrong',
        'second_factor_required',
      ]);
      const later = await signInWith(ann.login, '1', PASSWORD, url);
      expect(later).toMatchObject(refused(429, 'rate_limited'));
      expect((later.body as { retry_after: number }).retry_after).toBeGreaterThanOrEqual(1);
    }));

  test('[SE12] are not given back by a right password: whoever has a session and knows it cannot go on for ever', () =>
    strict(async (url) => {
      const ann = await guarded('ann', url);
      const codes = [];
      for (let count = 0; count < 8; count += 1) {
        const tried = await post(
          '/api/account/second-factor/removal',
          ann.token,
          { password: PASSWORD, code: '1' },
          url,
        );
        codes.push((tried.body as { error_code: string }).error_code);
      }
      expect(codes.slice(0, 5)).toEqual(Array(5).fill('second_factor_wrong'));
      expect(codes.slice(6)).toEqual(['rate_limited', 'rate_limited']);
    }));
});

test('[SE13] takes the password and a code for other recovery codes, and those of before are worth nothing then', async () => {
  const renew = (code: string, password = PASSWORD) =>
    post('/api/account/second-factor/recovery-codes', ann.token, { password, code });
  const ann = await guarded('ann');
  const [first = '', second = ''] = ann.recovery;
  expect(await renew(first, 'not the password')).toMatchObject(refused(401, 'bad_credentials'));
  expect(await renew(wrongFor(ann.secret))).toMatchObject(WRONG);
  expect(await renew(ann.used)).toMatchObject(WRONG);
  const renewed = await renew(nextCodeOf(ann.secret));
  expect(renewed.status).toBe(201);
  const { recovery_codes: codes } = renewed.body as { recovery_codes: string[] };
  expect(new Set([...codes, ...ann.recovery]).size).toBe(16);
  expect(await factorIn(ann.token)).toMatchObject({ recovery_codes: 8 });
  expect(await signInWith(ann.login, first)).toMatchObject(WRONG);
  expect((await signInWith(ann.login, codes[0])).status).toBe(201);
  // One of them stands for a code here, too.
  expect(await renew(second)).toMatchObject(WRONG);
  expect((await renew(codes[1] ?? '')).status).toBe(201);

  const { token } = await register(relay.url, newLogin('bo'));
  const body = { password: PASSWORD, code: '123456' };
  expect(await post('/api/account/second-factor/recovery-codes', token, body)).toMatchObject(refused(404, 'not_found'));
});

describe('turning the second factor off', () => {
  const turnOff = (token: string, code: string, password = PASSWORD) =>
    post('/api/account/second-factor/removal', token, { password, code });

  test('[SE11] takes the password and a code, or a recovery code, and forgets both', async () => {
    const ann = await guarded('ann');
    const [recovery = '', other = ''] = ann.recovery;
    expect(await turnOff(ann.token, recovery, 'not the password')).toMatchObject(refused(401, 'bad_credentials'));
    expect(await turnOff(ann.token, wrongFor(ann.secret))).toMatchObject(WRONG);
    expect(await turnOff(ann.token, ann.used)).toMatchObject(WRONG);
    expect((await turnOff(ann.token, recovery)).status).toBe(204);
    expect((await signInWith(ann.login)).status).toBe(201);
    expect(await turnOff(ann.token, other)).toMatchObject(refused(404, 'not_found'));

    // On again it has another secret, and the codes of before are worth nothing.
    const { secret } = await begin(ann.token);
    expect((await confirm(ann.token, codeOf(secret, Date.now()))).status).toBe(201);
    expect(await signInWith(ann.login, other)).toMatchObject(WRONG);
    expect((await turnOff(ann.token, nextCodeOf(secret))).status).toBe(204);
    expect(await factorIn(ann.token)).toBeUndefined();
  });
});
