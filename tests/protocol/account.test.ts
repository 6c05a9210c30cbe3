import { describe, expect, test } from 'vitest';
import { login, oneTimePrekey, prekey } from '#shared/protocol/account.ts';
import { password, registerRequest, signInRequest } from '#shared/protocol/account-api.ts';
import { loginOf } from '#shared/protocol/login.ts';
import { key } from './samples.ts';

const device = { name: 'phone', signing_key: key, prekey: { id: 1, key, signature: key } };
const register = { login: 'ann', password: 'twelve chars', device };

describe('accounts', () => {
  test.each(['ann', 'bo.', 'a_b-c.9', 'x'.repeat(32)])('[SE5] the login %s is taken', (text) => {
    expect(login.safeParse(text).success).toBe(true);
  });

  test.each(['b', 'Ann', 'аnn', 'ann ', 'a nn', 'ann\n', 'x'.repeat(33), 'ann@home', ''])(
    '[SE5] the login %j is refused',
    (text) => {
      expect(login.safeParse(text).success).toBe(false);
    },
  );

  // RFC 8265: what section 3.5 allows and refuses, mapped as section 3.3.2 has it; of all letters only those of ASCII.
  test.each([
    ['juliet', 'juliet'],
    ['Fussball', 'fussball'],
    ['  ANN ', 'ann'],
    ['ａｎｎ．ＬＥＥ', 'ann.lee'],
    ['\u212aate', 'kate'], // the Kelvin sign is a K
  ])('[SE5] %j is the login %s', (typed, mapped) => {
    expect(loginOf(typed)).toBe(mapped);
    expect(login.safeParse(mapped).success).toBe(true);
  });

  test.each([
    'juliet@example.com',
    'fußball',
    '\u03c0',
    '\u03a3igma',
    '\u03c3igma',
    'sigma\u03c2',
    'foo bar',
    '',
    'henry\u2163',
    '\u265ann',
    'a\u0308nn',
    '\u0430nn', // Cyrillic
    'ann\u200b',
    '\u202eann',
    'ann\u00ad',
    '\u0130nn',
    'ann\u0000',
  ])('[SE5] %j is no login', (typed) => {
    expect(login.safeParse(loginOf(typed)).success).toBe(false);
  });

  test('a password has 12 to 128 characters', () => {
    const taken = [11, 12, 128, 129].map((length) => password.safeParse('x'.repeat(length)).success);
    expect(taken).toEqual([false, true, true, false]);
  });

  test('registering takes an e-mail, an access key and the token of a fresh relay, or none of them, and nothing else', () => {
    const taken = (value: object): boolean => registerRequest.safeParse({ ...register, ...value }).success;
    expect(taken({})).toBe(true);
    expect(taken({ email: 'ann@example.org', access_key: 'k', admin_token: 't' })).toBe(true);
    expect(taken({ email: 'ann' })).toBe(false);
    expect(taken({ role: 'admin' })).toBe(false);
    expect(taken({ device: { ...device, private_key: key } })).toBe(false);
    expect(taken({ device: { ...device, name: '' } })).toBe(false);
    expect(taken({ device: { ...device, prekey: { ...device.prekey, id: 0 } } })).toBe(false);
  });

  test('[PK1] a one-time prekey does not pass for a prekey, nor the other way round', () => {
    const fits = (id: number) =>
      [prekey, oneTimePrekey].map((schema) => schema.safeParse({ ...device.prekey, id }).success);
    expect([0, 1, 2 ** 32 - 1].map(fits)).toEqual([
      [false, false],
      [true, false],
      [true, false],
    ]);
    expect([2 ** 32, Number.MAX_SAFE_INTEGER, 2 ** 53].map(fits)).toEqual([
      [false, true],
      [false, true],
      [false, false],
    ]);
  });

  test('[SE2] signing in takes any login and password that could once have been right', () => {
    const taken = (value: object): boolean => signInRequest.safeParse({ ...register, ...value }).success;
    expect(taken({ login: 'ANN', password: 'short' })).toBe(true);
    expect(taken({ login: 'x'.repeat(65) })).toBe(false);
    expect(taken({ password: 'x'.repeat(129) })).toBe(false);
  });
});
