import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash, verify } from '@node-rs/argon2';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccounts } from '../../relay/features/accounts/accounts.ts';
import { createAtRest } from '../../relay/features/accounts/at-rest.ts';
import { isCommon } from '../../relay/features/accounts/common-passwords.ts';
import { createLoginGuard } from '../../relay/features/accounts/login-guard.ts';
import { skeleton } from '../../relay/features/accounts/look-alikes.ts';
import { AT_ONCE, createPasswords } from '../../relay/features/accounts/passwords.ts';
import { createSessionTokens } from '../../relay/features/accounts/session-tokens.ts';
import { createSessions, type Sessions } from '../../relay/features/accounts/sessions.ts';
import type { Refusal } from '../../relay/http/refusal.ts';
import { createHub } from '../../relay/hub/create-hub.ts';
import { createPeople, type People, type Person } from '../../relay/hub/people.ts';
import { createTickets } from '../../relay/hub/tickets.ts';
import { backUp } from '../../relay/store/sqlite/back-up.ts';
import { openStore } from '../../relay/store/sqlite/open-store.ts';
import { restore } from '../../relay/store/sqlite/restore.ts';
import type { Store } from '../../relay/store/store.ts';
import { PASSWORD, registration } from './test-client.ts';

const DAY = 24 * 3600 * 1000;
const KEY = randomBytes(32);

let folder: string;
let store: Store;
let people: People;
let sessions: Sessions;
let ann: Person;
let now = 0;
/** Where it is not the clock's time. */
let believed: number | undefined;

const sessionsOf = (from: Store, whom: People): Sessions =>
  createSessions({
    store: from,
    people: whom,
    hub: createHub(new Map()),
    tokens: createSessionTokens(KEY),
    clock: () => now,
    believed: () => believed ?? now,
  });

beforeEach(async () => {
  now = 1_800_000_000_000;
  believed = undefined;
  folder = mkdtempSync(join(tmpdir(), 'tincan-accounts-'));
  store = await openStore(folder);
  people = createPeople(store);
  sessions = sessionsOf(store, people);
  const uid = randomUUID();
  await store.createAccount({
    uid,
    login: 'ann',
    skeleton: 'ann',
    password: 'x',
    email: null,
    role: 'person',
    at: now,
  });
  const person = await people.load(uid);
  if (!person) throw new Error('ann is not there');
  ann = person;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

describe('sessions and time', () => {
  const isGood = (token: string): Promise<boolean> =>
    sessions.device(token).then(
      () => true,
      () => false,
    );

  const device = () => {
    const [only] = ann.devices;
    if (!only) throw new Error('ann has no device');
    return only;
  };

  /** Another token, which has been shown. */
  const renewed = async (): Promise<string> => {
    const token = await sessions.renewToken(device());
    expect(await isGood(token)).toBe(true);
    return token;
  };

  test('[SE3] a session ends after 30 days without use', async () => {
    const { token: first } = await sessions.open(ann, registration());
    now += 29 * DAY;
    expect(await isGood(first)).toBe(true); // and this was a use
    const token = await renewed();
    now += 29 * DAY;
    expect(await isGood(token)).toBe(true);
    now += 31 * DAY;
    expect(await isGood(token)).toBe(false);
  });

  test('[MB14] a clock that jumps ahead ends no session', async () => {
    const { token } = await sessions.open(ann, registration());
    believed = now;
    now += 400 * DAY;
    expect(await isGood(token)).toBe(true);
  });

  describe('[SE9] a new token', () => {
    test('leaves the present one good until it is shown, and ten minutes longer', async () => {
      const { token: first } = await sessions.open(ann, registration());
      const second = await sessions.renewToken(device());
      expect(second).not.toBe(first);
      now += 20 * DAY;
      expect(await isGood(first)).toBe(true);
      expect(await isGood(second)).toBe(true);
      now += 10 * 60_000;
      expect(await isGood(first)).toBe(true);
      now += 1;
      expect(await isGood(first)).toBe(false);
      expect(await isGood(second)).toBe(true);
    });

    test('that is never shown locks nobody out, and ends with the next', async () => {
      const { token: first } = await sessions.open(ann, registration());
      const lost = await sessions.renewToken(device());
      const second = await sessions.renewToken(device());
      expect(await isGood(lost)).toBe(false);
      expect(await isGood(second)).toBe(true);
      expect(await isGood(first)).toBe(true);
    });

    test('day after day leaves one that is good, and nothing behind', async () => {
      let { token } = await sessions.open(ann, registration());
      const seen: string[] = [];
      for (let day = 0; day < 5; day++) {
        seen.push(token);
        token = await sessions.renewToken(device());
        expect(await isGood(token)).toBe(true);
        now += DAY;
      }
      expect(await Promise.all(seen.map(isGood))).toEqual(seen.map(() => false));
      await store.close();
      const database = new Database(join(folder, 'tincan.db'), { readonly: true });
      expect(database.prepare('select count(*) from other_tokens').pluck().get()).toBe(1);
      database.close();
      store = await openStore(folder);
    });

    test('is what whoever goes on has to have: an old one ends 30 days after it was first shown as such', async () => {
      const { token: copied } = await sessions.open(ann, registration());
      now += 29 * DAY; // nobody was there
      expect(await isGood(copied)).toBe(true);
      now += 20 * DAY;
      expect(await isGood(copied)).toBe(true);
      now += 10 * DAY;
      expect(await isGood(copied)).toBe(true);
      now += 1;
      expect(await isGood(copied)).toBe(false);
      expect(await isGood(await renewed())).toBe(true); // what the client was given meanwhile
    });

    test('that was given out in time ends nothing', async () => {
      await sessions.open(ann, registration());
      for (let day = 0; day < 20; day++) {
        now += DAY + 1;
        const token = await renewed();
        now += DAY - 1;
        expect(await isGood(token)).toBe(true);
      }
    });

    test('is not asked of devices whose relay was restored: those of the backup are good again', async () => {
      const { token } = await sessions.open(ann, registration());
      now += 2 * DAY;
      expect(await isGood(token)).toBe(true);
      const [backup, place] = [`${folder}.backup`, join(folder, 'restored')];
      await store.close();
      backUp(folder, backup, now);
      restore(backup, place, now);
      rmSync(backup);
      now += 20 * DAY;
      store = await openStore(place);
      sessions = sessionsOf(store, createPeople(store));
      expect(await isGood(token)).toBe(true);
    });

    test('ends with the session, as the former one does', async () => {
      const { token: first, device: id } = await sessions.open(ann, registration());
      const second = await sessions.renewToken(device());
      expect(await isGood(second)).toBe(true);
      const third = await sessions.renewToken(device());
      await sessions.end(ann, id);
      expect(await Promise.all([first, second, third].map(isGood))).toEqual([false, false, false]);
    });
  });

  test('[SE3] a session ends 180 days after it began, however much it is used', async () => {
    let { token } = await sessions.open(ann, registration());
    for (let day = 0; day < 180; day += 20) {
      expect(await isGood(token)).toBe(true);
      token = await renewed();
      now += 20 * DAY;
    }
    now += 1;
    expect(await isGood(token)).toBe(false);
    await sessions.endExpired(now);
    expect(ann.devices).toEqual([]);
  });

  test('[SE4] a ticket is good for 30 s, and not when its device is gone', async () => {
    const { token, device } = await sessions.open(ann, registration());
    const tickets = createTickets(people);
    const own = await sessions.device(token);
    const late = tickets.issue(own, '', now);
    const inTime = tickets.issue(own, '', now);
    expect(tickets.redeem(inTime, '', now + 30_000)).toBe(own);
    expect(tickets.redeem(late, '', now + 30_001)).toBeUndefined();
    const orphan = tickets.issue(own, '', now);
    await sessions.end(ann, device);
    expect(tickets.redeem(orphan, '', now)).toBeUndefined();
  });

  test('tickets nobody used are forgotten', async () => {
    const { token } = await sessions.open(ann, registration());
    const tickets = createTickets(people);
    const own = await sessions.device(token);
    tickets.issue(own, '', now);
    tickets.issue(own, '', now + 5_000);
    tickets.sweep(now + 31_000);
    expect(ann.holds).toBe(1);
    tickets.sweep(now + 36_000);
    expect(ann.holds).toBe(0);
  });
});

describe('guesses of a password', () => {
  const refusal = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: Refusal) => error.code,
    );

  test('[SE16] at signing in as somebody leave them what they do where they are signed in, and the other way round', async () => {
    const accounts = createAccounts({
      store,
      people,
      sessions,
      passwords: createPasswords(KEY),
      emails: createAtRest(KEY, 'email-key'),
      guard: createLoginGuard(1, () => now), // no wait ends: nobody moves the clock
      secondFactors: { check: async () => undefined },
      admittance: { registration: () => 'open', claim: async () => 'invalid' },
      clock: () => now,
    });
    const person = async (login: string): Promise<Person> => {
      const made = await accounts.create(login, PASSWORD, 'person');
      if (typeof made === 'string') throw new Error(made);
      return made;
    };
    const signIn = (login: string, password: string, ip: string) =>
      refusal(accounts.signIn({ login, password, device: registration() }, ip));
    const guesses = Array.from({ length: 7 }, (_, count) => `a guess of it ${count}`);
    const wanted = [...Array(6).fill('bad_credentials'), 'rate_limited'];

    const bo = await person('bo');
    const ofStrangers = [];
    for (const [count, guess] of guesses.entries()) ofStrangers.push(await signIn('bo', guess, `address ${count}`));
    expect(ofStrangers).toEqual(wanted);
    expect(await signIn('bo', PASSWORD, 'his own address')).toBe('rate_limited');
    expect(await refusal(accounts.confirm(bo, PASSWORD))).toBe('done');
    expect(await refusal(accounts.changePassword(bo, { password: PASSWORD, new_password: PASSWORD }))).toBe('done');

    const cy = await person('cy');
    const ofAThief = [];
    for (const guess of guesses) ofAThief.push(await refusal(accounts.confirm(cy, guess)));
    expect(ofAThief).toEqual(wanted);
    expect(await signIn('cy', PASSWORD, 'her own address')).toBe('done');
  });
});

describe('passwords', () => {
  test('[SE2] nothing is compared in less work: where there is no account the answer is no', async () => {
    const passwords = createPasswords(KEY);
    const stored = await passwords.hash('correct horse battery');
    expect(stored).toMatch(/^[0-9a-f]{8}\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(stored, 'correct horse battery')).toBe(true);
    expect(await passwords.verify(stored, 'correct horse batterY')).toBe(false);
    expect(await passwords.verify(undefined, 'nobody has this password')).toBe(false);
  });

  test('beyond two at work and 64 waiting there is no room', async () => {
    const passwords = createPasswords(KEY);
    expect(AT_ONCE).toBeLessThanOrEqual(2);
    const results = await Promise.all(Array.from({ length: AT_ONCE + 68 }, () => passwords.verify(undefined, 'x')));
    expect(results.filter((result) => result === 'busy')).toHaveLength(4);
  }, 30_000);

  test('without the key that is kept beside the database a password cannot be guessed, and one that was lost is told', async () => {
    const stored = String(await createPasswords(KEY).hash('correct horse battery'));
    const phc = stored.slice(stored.indexOf('$'));
    expect(await verify(phc, 'correct horse battery')).toBe(false);
    expect(await verify(phc, 'correct horse battery', { secret: KEY })).toBe(true);
    await expect(createPasswords(randomBytes(32)).verify(stored, 'correct horse battery')).rejects.toThrow(
      'password-key in DATA_DIR is not the one',
    );
  });

  test.each([
    ['without the key', {}],
    ['at a lower cost', { memoryCost: 8_192, timeCost: 1, parallelism: 1 }],
  ])('one that was kept %s is good, and kept anew', async (_, parameters) => {
    const passwords = createPasswords(KEY);
    const former = await hash('correct horse battery', parameters);
    expect(await passwords.verify(former, 'correct horse battery')).toBe(true);
    expect(await passwords.verify(former, 'correct horse batterY')).toBe(false);
    expect(passwords.isOutdated(former)).toBe(true);
    expect(passwords.isOutdated(String(await passwords.hash('correct horse battery')))).toBe(false);
  });

  test.each([
    'passwordpassword',
    'Password1234!',
    'iloveyou!!!!',
    '123456789012',
    'qwertyuiop[]'.replace('[]', 'as'),
    'ann-ann-ann-ann',
    'aaaabbbbcccc',
    'abc123456789',
    'password123456789',
    'qwerty123456789',
    'passwordqwerty123',
    'q1w2e3r4t5y6',
    '123qweasdzxc',
    '1qaz2wsx3edc',
    '123456654321',
    'qwertyytrewq',
    'P@ssw0rd2024!',
    'Michael1985!',
    'DragonMonkey77',
    'gfhjkmgfhjkm',
    'йцукенгшщзхъ',
    'пароль123456',
    '+44 7911 123456',
    'transformers',
  ])('%s is common', (password) => expect(isCommon(password, 'ann')).toBe(true));

  test.each([
    'correct horse battery',
    'my dog eats socks',
    'T7#kQz!p0Vw4',
    'ann likes the sea',
    'k4tz9-8mwqv-p3hfd-x7ybc',
    'xkqwvzplmrty',
    'love is a summer rose',
    'summer tiger coffee guitar',
    'осень пахнет дымом',
    '4719 2650 8831 0947',
  ])('%s is not', (password) => expect(isCommon(password, 'ann')).toBe(false));

  test('hardly one that was made by chance is taken for a pattern, and the longest is looked through at once', () => {
    const made = Array.from({ length: 2_000 }, () => randomBytes(9).toString('base64'));
    expect(made.filter((password) => isCommon(password, 'ann')).length).toBeLessThan(3);
    const begun = performance.now();
    for (let time = 0; time < 20; time += 1) isCommon(randomBytes(96).toString('base64'), 'ann');
    expect((performance.now() - begun) / 20).toBeLessThan(200);
  });
});

describe('look-alikes', () => {
  test.each([
    ['bill', 'b1ll'],
    ['bill', 'bi1l'],
    ['bob', 'b0b'],
    ['marnie', 'mamie'],
    ['ann.lee', 'annlee'],
    ['ann_lee', 'ann-lee'],
  ])('[SE5] %s and %s cannot both exist', (one, other) => expect(skeleton(one)).toBe(skeleton(other)));

  test.each([
    ['ann', 'anna'],
    ['bo.b', 'bo.d'],
    ['...', '---'],
  ])('%s and %s can', (one, other) => expect(skeleton(one)).not.toBe(skeleton(other)));
});
