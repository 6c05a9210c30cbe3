import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Seq } from '#shared/protocol/ids.ts';
import { openStore } from '../../relay/store/sqlite/open-store.ts';
import type { Append, Appended, Store } from '../../relay/store/store.ts';

const AT = 1_800_000_000_000;

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tincan-store-'));
  store = await openStore(folder, { items: 3, bytes: 1_000 });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const HOUR_MS = 3_600_000;

const account = (login: string) => ({
  uid: randomUUID(),
  login,
  skeleton: login,
  password: 'a hash',
  email: null,
  role: 'person' as const,
  at: AT,
});

const newAccount = async (login: string) => {
  const facts = account(login);
  const row = await store.createAccount(facts);
  if (typeof row === 'string') throw new Error(row);
  return { ...facts, row };
};

const newDevice = async (row: number, at = AT, maxDevices = 20) => {
  const device = randomUUID();
  const tokenHash = randomBytes(32);
  const keys = { name: 'a phone', signing_key: 'c2ln', prekey: { id: 1, key: 'cHJl', signature: 'c2ln' } };
  const opened = await store.openSession(row, { ...keys, device, tokenHash, at }, maxDevices);
  return { device, tokenHash, ...opened };
};

const append = (facts: Partial<Append> & Pick<Append, 'sender' | 'devices'>): Promise<Appended> =>
  new Promise((resolve) => {
    const envelope = facts.envelope ?? randomUUID();
    store.append({ at: AT, bodies: facts.devices.map((device) => `"for ${device}"`), ...facts, envelope }, resolve);
  });

describe('the store', () => {
  test('files are for the relay’s user alone', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'tincan.db')).mode & 0o777).toBe(0o600);
  });

  test('a login, and one that looks like it, is given once', async () => {
    await newAccount('ann');
    expect(await store.createAccount(account('ann'))).toBe('login_taken');
    expect(await store.createAccount({ ...account('anna'), skeleton: 'ann' })).toBe('login_taken');
    expect(await store.accountByLogin('anna')).toBeUndefined();
  });

  test('what fails alone takes nothing else with it', async () => {
    const ann = await newAccount('ann');
    const device = randomUUID();
    const keys = {
      name: 'a',
      signing_key: 'k',
      prekey: { id: 1, key: 'k', signature: 's' },
      tokenHash: randomBytes(32),
      at: AT,
    };
    const [first, second, third] = await Promise.allSettled([
      store.openSession(ann.row, { ...keys, device }, 20),
      store.openSession(ann.row, { ...keys, device, tokenHash: randomBytes(32) }, 20),
      newAccount('bo'),
    ]);
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.sessions(ann.row)).toHaveLength(1);
  });

  test('[PK2] [SE6] a one-time prekey is taken once, and gone with its device or when others take its place', async () => {
    const ann = await newAccount('ann');
    const phone = await newDevice(ann.row);
    const laptop = await newDevice(ann.row);
    const key = (id: number) => ({ id, key: `key ${id}`, signature: 'c2ln' });
    const first = 2 ** 32;
    await store.savePrekeys(phone.row, key(2), [key(first), key(first + 1), key(2 ** 48)]);
    await store.savePrekeys(laptop.row, key(3), [key(first)]);
    expect((await store.person(ann.uid))?.devices).toMatchObject([
      { row: phone.row, prekey: 2, oneTimePrekeys: 3 },
      { row: laptop.row, prekey: 3, oneTimePrekeys: 1 },
    ]);
    expect(await store.deviceKeys([ann.row])).toMatchObject([{ prekey: key(2) }, { prekey: key(3) }]);

    const take = () => store.takeOneTimePrekey(phone.row);
    const [one, two] = await Promise.all([take(), take()]);
    await store.close();
    store = await openStore(folder, { items: 3, bytes: 1_000 });
    expect([one, two, await take(), await take()]).toEqual([
      { prekey: key(first), left: 2 },
      { prekey: key(first + 1), left: 1 },
      { prekey: key(2 ** 48), left: 0 },
      { prekey: undefined, left: 0 },
    ]);

    await store.savePrekeys(phone.row, key(4), [key(first + 7)]);
    await store.savePrekeys(phone.row, key(5), [key(first + 8)]);
    expect(await take()).toEqual({ prekey: key(first + 8), left: 0 });
    await store.endSession(ann.uid, laptop.device);
    expect(await store.takeOneTimePrekey(laptop.row)).toEqual({ prekey: undefined, left: 0 });
    // Of a device that was signed out meanwhile.
    await store.savePrekeys(laptop.row, key(6), [key(first)]);
    expect(await store.takeOneTimePrekey(laptop.row)).toEqual({ prekey: undefined, left: 0 });
  });

  test('[MB2] places are gapless in each mailbox, also after everything was forgotten and the store reopened', async () => {
    const ann = await newAccount('ann');
    const from = await newDevice(ann.row);
    const to = await newDevice(ann.row);
    expect(await append({ sender: from.row, devices: [to.row] })).toEqual({ type: 'stored', seqs: [1] });
    expect(await append({ sender: from.row, devices: [to.row] })).toEqual({ type: 'stored', seqs: [2] });
    store.acknowledge(to.row, 2);
    await store.close();
    store = await openStore(folder, { items: 3, bytes: 1_000 });
    expect(await append({ sender: from.row, devices: [to.row] })).toEqual({ type: 'stored', seqs: [3] });
    expect(await store.readMail(to.row, 0, 1_000)).toMatchObject({
      items: [{ seq: 3, body: `"for ${to.row}"` }],
      more: false,
      last: 3,
    });
  });

  test('[MB2] many at once are placed and answered as they were asked, before the store closes', async () => {
    await store.close();
    store = await openStore(folder);
    const { row } = await newAccount('ann');
    const sender = (await newDevice(row)).row;
    const device = (await newDevice(row)).row;
    const answered: (Seq | undefined)[] = [];
    const ask = (count: number): void => {
      for (let i = 0; i < count; i++)
        void append({ sender, devices: [device] }).then((it) =>
          answered.push(it.type === 'stored' ? it.seqs[0] : undefined),
        );
    };
    ask(1);
    await new Promise(setImmediate); // its commit runs, the next one gets behind it, and the rest waits for both
    ask(600);
    await store.close();
    store = await openStore(folder);
    expect(answered).toEqual(Array.from({ length: 601 }, (_, index) => index + 1));
    expect((await store.readMail(device, 600, 1_000)).items.map(({ seq }) => seq)).toEqual([601]);
  });

  test('[MB3] an envelope is taken once from each sender', async () => {
    const ann = await newAccount('ann');
    const [from, other, to] = [await newDevice(ann.row), await newDevice(ann.row), await newDevice(ann.row)];
    const envelope = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const results = await Promise.all([
      append({ sender: from.row, devices: [to.row], envelope }),
      append({ sender: from.row, devices: [to.row], envelope, at: AT + 5 }),
      append({ sender: other.row, devices: [to.row], envelope }),
    ]);
    expect(results).toEqual([
      { type: 'stored', seqs: [1] },
      { type: 'known', at: AT },
      { type: 'stored', seqs: [2] },
    ]);
  });

  test('[MB4] what is forgotten already, or was never there, changes nothing', async () => {
    const ann = await newAccount('ann');
    const [from, to] = [await newDevice(ann.row), await newDevice(ann.row)];
    for (let count = 0; count < 3; count++) await append({ sender: from.row, devices: [to.row] });
    for (const through of [2, 1, 2, 99, 0]) store.acknowledge(to.row, through);
    expect((await store.readMail(to.row, 0, 1_000)).items.map(({ seq }) => seq)).toEqual([3]);
  });

  test('[MB8] a full mailbox takes nothing of the envelope, and a known one is still known', async () => {
    const ann = await newAccount('ann');
    const [from, full, empty] = [await newDevice(ann.row), await newDevice(ann.row), await newDevice(ann.row)];
    const envelope = randomUUID();
    await append({ sender: from.row, devices: [full.row], envelope });
    for (let count = 0; count < 2; count++) await append({ sender: from.row, devices: [full.row] });
    expect(await append({ sender: from.row, devices: [empty.row, full.row] })).toEqual({ type: 'full' });
    expect(await append({ sender: from.row, devices: [full.row], envelope })).toEqual({ type: 'known', at: AT });
    expect((await store.readMail(empty.row, 0, 1_000)).items).toEqual([]);
    store.acknowledge(full.row, 1);
    expect(await append({ sender: from.row, devices: [empty.row, full.row] })).toEqual({
      type: 'stored',
      seqs: [1, 4],
    });
    await append({ sender: from.row, devices: [empty.row], bodies: ['x'.repeat(2_000)] });
    expect(await append({ sender: from.row, devices: [empty.row] })).toEqual({ type: 'full' }); // by bytes
  });

  test('[MB7] [MB8] what is withheld fills a mailbox of its own, by items or by bytes, as long as mail is kept', async () => {
    const [ann, bo, cy] = [await newAccount('ann'), await newAccount('bo'), await newAccount('cy')];
    const from = await newDevice(bo.row);
    const block = (other: number) => ({ owner: ann.row, other, relation: 'blocked' as const });
    await store.changeRelations([block(bo.row), block(cy.row)], AT);
    const write = (other: number, at: number, bytes = 1) =>
      append({ sender: from.row, devices: [], at, withheld: { owner: ann.row, other, bytes } });
    for (const at of [AT, AT, AT + HOUR_MS]) expect(await write(bo.row, at)).toEqual({ type: 'stored', seqs: [] });
    expect(await write(bo.row, AT + HOUR_MS)).toEqual({ type: 'full' });
    await store.forgetWithheld(AT + HOUR_MS);
    expect(await write(bo.row, AT + HOUR_MS)).toEqual({ type: 'stored', seqs: [] });
    expect(await write(cy.row, AT, 2_000)).toEqual({ type: 'stored', seqs: [] });
    expect(await write(cy.row, AT)).toEqual({ type: 'full' });
  });

  test('[MB8] old mail is forgotten, and its places are not given again', async () => {
    const ann = await newAccount('ann');
    const [from, to] = [await newDevice(ann.row), await newDevice(ann.row)];
    await append({ sender: from.row, devices: [to.row] });
    await append({ sender: from.row, devices: [to.row], at: AT + 10 });
    for (const device of await store.devices()) await store.forgetMail(device, AT + 5);
    expect((await store.readMail(to.row, 0, 1_000)).items.map(({ seq }) => seq)).toEqual([2]);
    for (const device of await store.devices()) await store.forgetMail(device, AT + 50);
    expect(await append({ sender: from.row, devices: [to.row] })).toEqual({ type: 'stored', seqs: [3] });
  });

  test('[MB8] [MB13] what came while the clock was far back takes nothing with it that came before', async () => {
    const [ann, bo] = [await newAccount('ann'), await newAccount('bo')];
    const [from, to] = [await newDevice(ann.row), await newDevice(ann.row)];
    const add = (at: number) => append({ sender: from.row, devices: [to.row], at });
    const left = async (before: number) => {
      await store.forgetMail(to.row, before);
      return (await store.readMail(to.row, 0, 1_000)).items.map(({ seq }) => seq);
    };
    await add(AT);
    await add(AT - 1_000);
    expect(await left(AT - 500)).toEqual([1, 2]);
    await store.removeAccount(bo.row, { account: bo.uid, at: AT }); // files what is there
    await add(AT + 10);
    expect(await left(AT - 500)).toEqual([1, 2, 3]);
    expect(await left(AT + 5)).toEqual([3]);
    expect(await left(AT + 15)).toEqual([]);
  });

  test('[MB3] which envelopes were taken is remembered as long as mail is kept', async () => {
    const ann = await newAccount('ann');
    const [from, to] = [await newDevice(ann.row), await newDevice(ann.row)];
    const old = { sender: from.row, devices: [to.row], envelope: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
    const recent = { ...old, envelope: '01ARZ3NDEKTSV4RRFFQ69G5FAW', at: AT + 10 };
    await append(old);
    await append(recent);
    const next = await store.forgetTaken('', AT + 5);
    expect(next).toBe(recent.envelope);
    expect(await store.forgetTaken(next ?? '', AT + 5)).toBeUndefined();
    expect(await append(recent)).toEqual({ type: 'known', at: AT + 10 });
    expect(await append(old)).toEqual({ type: 'stored', seqs: [3] });
  });

  test('[DL11] a list that was followed is kept as long as what was sent while it was the newest, or as its account', async () => {
    const { row: account } = await newAccount('ann');
    const save = (version: number, at: number) =>
      store.saveDeviceList({ account, version, text: `list ${version}`, signature: '', devices: [], at });
    for (const version of [1, 2, 3]) expect(await save(version, AT + version)).toBe(true);
    const versions = async () => (await store.formerLists(account, 0)).map(({ text }) => text);
    expect(await versions()).toEqual(['list 1', 'list 2']);
    await store.forgetLists(AT + 3);
    expect(await versions()).toEqual(['list 2']);
    await store.forgetLists(AT + 4);
    expect(await versions()).toEqual([]);
  });

  test('[MB13] it tells the latest time of what was taken, also where an id is ahead of it', async () => {
    expect(await store.newestTaken()).toBe(0);
    const ann = await newAccount('ann');
    const from = await newDevice(ann.row);
    await append({ sender: from.row, devices: [], envelope: '01ARZ3NDEKTSV4RRFFQ69G5FAV', at: AT + 10 });
    await append({ sender: from.row, devices: [], envelope: '7ZZZZZZZZZTSV4RRFFQ69G5FAW', at: AT + 5 });
    expect(await store.newestTaken()).toBe(AT + 10);
  });

  test('mail is read in pages', async () => {
    const ann = await newAccount('ann');
    const [from, to] = [await newDevice(ann.row), await newDevice(ann.row)];
    for (let count = 0; count < 3; count++)
      await append({ sender: from.row, devices: [to.row], bodies: ['x'.repeat(100)] });
    expect(await store.readMail(to.row, 0, 210)).toMatchObject({
      items: [{ seq: 1 }, { seq: 2 }],
      more: true,
      last: 3,
    });
    expect(await store.readMail(to.row, 2, 1)).toMatchObject({ items: [{ seq: 3 }], more: false });
  });

  test('[SE6] ending a session removes the device, its keys and its mailbox', async () => {
    const ann = await newAccount('ann');
    const [from, to] = [await newDevice(ann.row), await newDevice(ann.row)];
    await append({ sender: from.row, devices: [to.row] });
    expect(await store.endSession(randomUUID(), to.device)).toBeUndefined();
    expect(await store.endSession(ann.uid, to.device)).toEqual({ account: ann.uid, device: to.device });
    expect(await store.session(to.tokenHash)).toBeUndefined();
    expect((await store.deviceKeys([ann.row])).map(({ device }) => device)).toEqual([from.device]);
    expect(await append({ sender: from.row, devices: [to.row] })).toEqual({ type: 'stored', seqs: [0] });
    const next = await newDevice(ann.row);
    expect(next.row).toBeGreaterThan(to.row); // what was on its way to the old one cannot reach the new one
  });

  test('[SE3] expired sessions end', async () => {
    const ann = await newAccount('ann');
    const old = await newDevice(ann.row, AT);
    const unused = await newDevice(ann.row, AT + 50);
    const fresh = await newDevice(ann.row, AT + 100);
    await store.touchSessions([old.device], AT + 200);
    const ended = await store.endExpiredSessions({ idleBefore: AT + 60, begunBefore: AT + 10 });
    expect(ended.map(({ device }) => device).toSorted()).toEqual([old.device, unused.device].toSorted());
    expect(await store.session(fresh.tokenHash)).toMatchObject({ device: fresh.device });
  });

  test('beyond the most devices the least recently used one goes', async () => {
    const ann = await newAccount('ann');
    const [first, second] = [await newDevice(ann.row, AT), await newDevice(ann.row, AT + 1)];
    await store.touchSessions([first.device], AT + 2);
    const { ended } = await newDevice(ann.row, AT + 3, 2);
    expect(ended).toEqual([{ account: ann.uid, device: second.device }]);
  });

  test('relations are kept for each side', async () => {
    const [ann, bo] = [await newAccount('ann'), await newAccount('bo')];
    await store.changeRelations(
      [
        { owner: ann.row, other: bo.row, relation: 'outgoing' },
        { owner: bo.row, other: ann.row, relation: 'incoming' },
      ],
      AT,
    );
    await store.changeRelations(
      [
        { owner: bo.row, other: ann.row, relation: 'none' },
        { owner: ann.row, other: bo.row, relation: 'contact' },
      ],
      AT,
    );
    expect(JSON.parse(await store.roster(ann.row))).toEqual([{ account: bo.uid, login: 'bo', relation: 'contact' }]);
    expect(await store.roster(bo.row)).toBe('[]');
    expect(await store.person(ann.uid)).toMatchObject({ contacts: [bo.row], others: [] });
  });

  test('[MB9] the end of a call forgets its record and is in every mailbox, a full one too', async () => {
    const [ann, bo] = [await newAccount('ann'), await newAccount('bo')];
    const [one, two, three] = [await newDevice(ann.row), await newDevice(ann.row), await newDevice(bo.row)];
    for (let count = 0; count < 3; count++) await append({ sender: one.row, devices: [three.row] });
    await store.saveCall('a call', '{"state":"accepted"}');
    await store.saveCall('a call', '{"state":"connected"}');
    expect(await store.calls()).toEqual(['{"state":"connected"}']);
    const places = await store.endCall({ call: 'a call', accounts: [ann.row, bo.row], at: AT, body: '{}' });
    expect(places).toEqual([
      { device: one.row, seq: 1 },
      { device: two.row, seq: 1 },
      { device: three.row, seq: 4 },
    ]);
    expect(await store.calls()).toEqual([]);
  });
});
