import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContactAct } from '#shared/protocol/client-frames.ts';
import type { Relation } from '#shared/protocol/frames.ts';
import { act, type Pair } from '../../relay/features/roster/relations.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, connect, newDevice, newPerson, online, say, type TestDevice, ticketFor } from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const pair = async (): Promise<[TestDevice, TestDevice]> => [
  await newPerson(relay.url, 'ann'),
  await newPerson(relay.url, 'bo'),
];

const told = async (who: TestDevice, about: TestDevice): Promise<Relation> =>
  (await who.next('contact', ({ contact }) => contact.account === about.uid)).contact.relation;

/** So many strangers ask this person, as nobody's rate would let a test do. Their UIDs. */
const besiege = (dataDir: string, uid: string, count: number): readonly string[] => {
  const database = new Database(join(dataDir, 'tincan.db'));
  const account = database.prepare(
    "INSERT INTO accounts (uid, login, skeleton, password, role, created_at) VALUES (?, ?, ?, '', 'person', 0)",
  );
  const relation = database.prepare(
    "INSERT INTO relations (owner, other, relation, since) SELECT id, ?, 'incoming', 0 FROM accounts WHERE uid = ?",
  );
  const uids = Array.from({ length: count }, () => crypto.randomUUID());
  database.transaction(() => {
    for (const one of uids) relation.run(account.run(one, one.replaceAll('-', ''), one).lastInsertRowid, uid);
  })();
  database.close();
  return uids;
};

const does = (who: TestDevice, contactAct: ContactAct, to: TestDevice) =>
  who.ask({ type: 'contact', account: to.uid, act: contactAct });

describe('roster', () => {
  test('[RO1] a request makes the pair outgoing and incoming', async () => {
    const [ann, bo] = await pair();
    expect(await does(ann, 'request', bo)).toMatchObject({ type: 'ok' });
    expect(await told(ann, bo)).toBe('outgoing');
    expect(await told(bo, ann)).toBe('incoming');
  });

  test('[HE4] what changes while somebody says hello is in their roster, or told after it', async () => {
    const [ann, bo] = await pair();
    for (let round = 0; round < 100; round += 1) {
      const socket = await connect(relay.url, await ticketFor(relay.url, bo.session.token));
      socket.send({ type: 'hello', id: 'hello', after: 0, active: true });
      // Some of it reaches the disk before the roster is read, some of it right after.
      const acts: readonly ContactAct[] = ['block', 'unblock', 'block'];
      await Promise.all(acts.map((act) => does(bo, act, ann)));
      const { contacts } = await socket.next('roster');
      await socket.ask({ type: 'devices', accounts: [bo.uid] });
      const changes = socket.frames.filter((frame) => frame.type === 'contact');
      expect((changes.at(-1)?.contact ?? contacts[0])?.relation, `round ${round}`).toBe('blocked');
      await does(bo, 'unblock', ann);
      socket.close();
    }
  });

  test('[RO1] a request to someone who has requested makes both contacts', async () => {
    const [ann, bo] = await pair();
    await does(ann, 'request', bo);
    await does(bo, 'request', ann);
    expect([await told(ann, bo), await told(ann, bo)]).toEqual(['outgoing', 'contact']);
    expect([await told(bo, ann), await told(bo, ann)]).toEqual(['incoming', 'contact']);
  });

  test('[RO2] accept makes contacts, decline is not told', async () => {
    const [ann, bo] = await pair();
    await befriend(ann, bo);
    const [cy, dee] = await pair();
    await does(cy, 'request', dee);
    expect(await told(cy, dee)).toBe('outgoing');
    await does(dee, 'decline', cy);
    expect([await told(dee, cy), await told(dee, cy)]).toEqual(['incoming', 'none']);
    expect(cy.frames.filter(({ type }) => type === 'contact')).toEqual([]);
    expect((await dee.again()).roster.contacts).toEqual([]);
    expect((await cy.again()).roster.contacts).toMatchObject([{ account: dee.uid, relation: 'outgoing' }]);
  });

  test('[RO3] remove ends it for both', async () => {
    const [ann, bo] = await pair();
    await befriend(ann, bo);
    await does(ann, 'remove', bo);
    expect(await ann.next('contact', ({ contact }) => contact.relation === 'none')).toMatchObject({
      contact: { account: bo.uid },
    });
    expect(await bo.next('contact', ({ contact }) => contact.relation === 'none')).toMatchObject({
      contact: { account: ann.uid },
    });
  });

  test('[RO4] whoever is blocked sees the same as before, and nothing they do has an effect', async () => {
    const [ann, bo] = await pair();
    await befriend(ann, bo);
    await does(bo, 'block', ann);
    expect(await bo.next('contact', ({ contact }) => contact.relation === 'blocked')).toBeDefined();
    expect((await ann.again()).roster.contacts).toMatchObject([{ account: bo.uid, relation: 'contact' }]);
    expect(await say(ann, bo.uid)).toMatchObject({ type: 'sent' });
    expect(await does(ann, 'remove', bo)).toMatchObject({ type: 'ok' });
    expect(await ann.next('contact', ({ contact }) => contact.relation === 'none')).toBeDefined();
    expect(await does(ann, 'request', bo)).toMatchObject({ type: 'ok' });
    expect(await ann.next('contact', ({ contact }) => contact.relation === 'outgoing')).toBeDefined();
    const again = await bo.again();
    expect(again.roster.contacts).toMatchObject([{ account: ann.uid, relation: 'blocked' }]);
    await again.ask({ type: 'devices', accounts: [bo.uid] });
    expect(again.frames).toEqual([]);
    await does(bo, 'unblock', ann);
    expect((await bo.again()).roster.contacts).toEqual([]);
    expect((await ann.again()).roster.contacts).toEqual([]);
  });

  test('[RO5] a change reaches every endpoint of both people', async () => {
    const [ann, bo] = await pair();
    const others = [await newDevice(ann), await ann.again(), await newDevice(bo)] as const;
    await does(ann, 'request', bo);
    expect(await Promise.all([told(ann, bo), told(others[0], bo), told(others[1], bo)])).toEqual([
      'outgoing',
      'outgoing',
      'outgoing',
    ]);
    expect(await Promise.all([told(bo, ann), told(others[2], ann)])).toEqual(['incoming', 'incoming']);
  });

  test('[RO6] an act that does not apply is answered ok and changes nothing', async () => {
    const [ann, bo] = await pair();
    for (const contactAct of ['accept', 'decline', 'remove', 'unblock'] as const) {
      expect(await does(ann, contactAct, bo)).toMatchObject({ type: 'ok' });
    }
    await does(ann, 'request', ann);
    expect([...ann.frames, ...bo.frames]).toEqual([]);
    expect(await ann.ask({ type: 'contact', account: crypto.randomUUID(), act: 'request' })).toMatchObject({
      error_code: 'not_found',
    });
  });

  test('[RO7] at most twenty new requests a day', async () => {
    const strict = await startRelay({ environment: { RATE_LIMIT_SCALE: '3', REGISTRATIONS_PER_HOUR: '1000' } });
    const ann = await newPerson(strict.url, 'ann');
    const answers = [];
    for (let count = 0; count <= 60; count++) {
      const bo = await newPerson(strict.url, 'bo');
      answers.push((await does(ann, 'request', bo)).type);
      bo.close();
    }
    expect(answers.filter((type) => type === 'ok')).toHaveLength(60);
    expect(answers.at(-1)).toBe('error');
    await strict.stop();
  }, 60_000);

  test('[RO4] [RO7] a thousand who ask are enough for one person, whom more would keep out; the blocked are told the same', async () => {
    const other = await startRelay();
    const [ann, bo, cy] = await Promise.all(['ann', 'bo', 'cy'].map((name) => newPerson(other.url, name)));
    if (!ann || !bo || !cy) throw new Error('three people');
    await does(bo, 'block', cy);
    await other.end();
    const strangers = besiege(other.dataDir, bo.uid, 1_000);
    await other.start();
    const [annAgain, boAgain, cyAgain] = await Promise.all(
      [ann, bo, cy].map(({ session }) => online(other.url, session)),
    );
    if (!annAgain || !boAgain || !cyAgain) throw new Error('three people');

    const refused = {
      error_code: 'rate_limited',
      detail: 'account: a thousand wait for an answer',
      retry_after: 3_600,
    };
    for (const asker of [annAgain, cyAgain]) expect(await does(asker, 'request', bo)).toMatchObject(refused);
    await boAgain.ask({ type: 'contact', account: strangers[0], act: 'decline' });
    for (const asker of [cyAgain, annAgain]) expect(await does(asker, 'request', bo)).toMatchObject({ type: 'ok' });
    expect(await told(boAgain, ann)).toBe('incoming');
    await other.stop();
  });
});

describe('what an act makes of a pair', () => {
  const relations: readonly Relation[] = ['contact', 'incoming', 'outgoing', 'blocked', 'none'];
  const acts: readonly ContactAct[] = ['request', 'accept', 'decline', 'remove', 'block', 'unblock'];
  const pairs = relations.flatMap((mine) => relations.map((theirs): Pair => ({ mine, theirs })));

  test('[RO4] no act of the blocked one changes the side of the one who blocks', () => {
    for (const contactAct of acts) {
      for (const mine of relations) expect(act({ mine, theirs: 'blocked' }, contactAct).theirs).toBe('blocked');
    }
  });

  test('[RO4] the blocked one sees each act do what it would do otherwise', () => {
    for (const [mine, theirs, contactAct] of [
      ['none', 'none', 'request'],
      ['incoming', 'outgoing', 'accept'],
      ['incoming', 'outgoing', 'decline'],
      ['incoming', 'outgoing', 'request'],
      ['contact', 'contact', 'remove'],
      ['outgoing', 'incoming', 'remove'],
    ] as const) {
      expect(act({ mine, theirs: 'blocked' }, contactAct).mine).toBe(act({ mine, theirs }, contactAct).mine);
    }
  });

  test('[RO6] doing the same twice is doing it once', () => {
    for (const before of pairs) {
      for (const contactAct of acts) {
        const once = act(before, contactAct);
        expect(act(once, contactAct)).toEqual(once);
      }
    }
  });

  test('people become contacts only by the acts of both', () => {
    const reachable = new Set<string>(['none none']);
    for (const state of reachable) {
      const [mine, theirs] = state.split(' ') as [Relation, Relation];
      for (const contactAct of ['request', 'decline', 'remove', 'block', 'unblock'] as const) {
        const next = act({ mine, theirs }, contactAct);
        reachable.add(`${next.mine} ${next.theirs}`);
      }
    }
    expect([...reachable].filter((state) => state.includes('contact'))).toEqual([]);
  });
});
