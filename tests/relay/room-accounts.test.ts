import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join as pathOf } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Presence } from '#shared/protocol/frames.ts';
import type { AccountRecord } from '#shared/protocol/own-account.ts';
import { friendsAt, invite, record } from './call-steps.ts';
import {
  accountsIn,
  join,
  make,
  news,
  newVisit,
  OK,
  recordOf,
  recordWhere,
  refusedWith,
  remove,
  together,
  untaken,
} from './room-steps.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, newDevice, newPerson, online, PASSWORD, request, signIn, type TestDevice } from './test-client.ts';

let relay: RunningRelay;
let keeper: string;
beforeAll(async () => {
  relay = await startRelay({
    environment: { ADMIN_LOGIN: 'keeper', ADMIN_PASSWORD: PASSWORD, MAX_SOCKETS_PER_IP: '1000', LOG_LEVEL: 'trace' },
  });
  keeper = (await signIn(relay.url, 'keeper')).token;
});
afterAll(() => relay.stop());

const someone = (name: string): Promise<TestDevice> => newPerson(relay.url, name);
const three = () => Promise.all([someone('ann'), someone('bo'), someone('cy')]);

describe('to those who are in none', () => {
  const presenceOf = async (reader: TestDevice, { uid }: TestDevice): Promise<Presence | undefined> => {
    const { people } = await reader.next('presence', (frame) => frame.people.some(({ account }) => account === uid));
    return people.find(({ account }) => account === uid);
  };

  test('[RM13] whoever is inside is in a call, and whoever only knocks is not', async () => {
    const [ann, bo] = await friendsAt(relay.url);
    expect(await presenceOf(bo, ann)).toMatchObject({ status: 'online' });
    const cy = await someone('cy');
    const knocked = await make(cy, true);
    await join(ann, knocked);
    const keys = await together([ann]);
    expect(await presenceOf(bo, ann)).toEqual({ account: ann.uid, status: 'in-call' });
    const anew = await bo.again();
    expect(await presenceOf(anew, ann)).toMatchObject({ status: 'in-call' });
    await ann.ask({ type: 'room-leave', room: keys.room });
    expect(await presenceOf(bo, ann)).toMatchObject({ status: 'online' });
  });

  test('[RM13] a call to them rings, and they are in a call until both are over', async () => {
    const [ann, bo] = await friendsAt(relay.url);
    const cy = await someone('cy');
    await befriend(cy, bo);
    const keys = await together([bo]);
    const call = await invite(ann, bo);
    await record(bo, 'proposed', call);
    bo.send({ type: 'call-ringing', call });
    await record(ann, 'ringing', call);
    await bo.ask({ type: 'call-accept', call });
    await bo.ask({ type: 'room-leave', room: keys.room });
    const status = async () => (await presenceOf(await cy.again(), bo))?.status;
    expect(await status()).toBe('in-call');
    const second = await invite(cy, bo); // by now bo is busy
    expect(await record(cy, 'ended', second)).toMatchObject({ reason: 'busy' });
    await together([bo]);
    await bo.ask({ type: 'call-end', call });
    expect(await status()).toBe('in-call');
    await join(bo, keys);
    await bo.ask({ type: 'room-leave', room: keys.room });
    expect(await status()).toBe('online');
  });
});

describe('an account', () => {
  test('sees which rooms it has made', async () => {
    const ann = await someone('ann');
    const before = Date.now();
    const keys = [await make(ann), await make(ann)];
    const { body } = await request(relay.url, '/api/account', { token: ann.session.token });
    const { rooms } = body as AccountRecord;
    expect(rooms.map(({ room }) => room).toSorted()).toEqual(keys.map(({ room }) => room).toSorted());
    for (const { created_at } of rooms) expect(created_at).toBeGreaterThanOrEqual(before);
    expect(JSON.stringify(body)).not.toContain(keys[0]?.proof);
    await ann.ask({ type: 'room-end', room: keys[0]?.room });
    const after = await request(relay.url, '/api/account', { token: ann.session.token });
    expect((after.body as AccountRecord).rooms).toMatchObject([{ room: keys[1]?.room }]);
  });

  test('[RM11] that is deleted leaves rooms and takes those it has made with it', async () => {
    const [ann, bo, cy] = await three();
    const own = await together([ann, bo], true);
    await join(cy, own);
    await news(cy, 'knocking');
    const gone = await request(relay.url, '/api/account/deletion', {
      method: 'POST',
      token: ann.session.token,
      body: { password: PASSWORD },
    });
    expect(gone.status).toBe(204);
    for (const other of [bo, cy]) expect(await news(other, 'lost')).toMatchObject({ room: own.room, loss: 'ended' });
    expect(await join(bo, own)).toMatchObject(refusedWith('not_found'));
    await make(bo, false, own);
  });

  test('[RM11] that is deleted is inside no longer, and the room goes on', async () => {
    const [ann, bo, cy] = await three();
    const keys = await together([ann, bo, cy], true);
    await request(relay.url, '/api/account/deletion', {
      method: 'POST',
      token: bo.session.token,
      body: { password: PASSWORD },
    });
    expect(await recordOf(cy, ann, cy)).toMatchObject({ room: keys.room });
  });

  test('that is disabled is inside no longer, at once, and comes in nowhere', async () => {
    const [ann, bo, cy] = await three();
    const keys = await together([ann, bo, cy]);
    const set = (disabled: boolean) =>
      request(relay.url, `/api/admin/accounts/${ann.uid}`, { method: 'POST', token: keeper, body: { disabled } });
    expect((await set(true)).status).toBe(200);
    expect(await recordOf(cy, bo, cy)).toMatchObject({ host: bo.uid, creator: ann.uid });
    await ann.closed;
    await set(false);
    const back = await online(relay.url, await signIn(relay.url, ann.session.account.login));
    expect(await join(back, keys)).toMatchObject(OK); // the room is theirs as before
    expect(await recordOf(back, bo, cy, ann)).toMatchObject({ host: ann.uid });
  });

  test('administrators see how many rooms there are, and how many people are inside', async () => {
    const own = await startRelay({ environment: { ADMIN_LOGIN: 'keeper', ADMIN_PASSWORD: PASSWORD } });
    onTestFinished(() => own.stop());
    const { token } = await signIn(own.url, 'keeper');
    await together([await newPerson(own.url, 'ann'), await newPerson(own.url, 'bo')]);
    const { body } = await request(own.url, '/api/admin/overview', { token });
    expect(body).toMatchObject({ rooms: { active: 1, people: 2 } });
  });
});

describe('after a restart', () => {
  test.each(['killed', 'stopped'])(
    '[RM1] [RM7] [RM8] of a relay that was %s a room is there, with who was let in and who was removed; everybody joins again',
    async (how) => {
      const own = await startRelay();
      onTestFinished(() => own.stop());
      const [ann, bo, cy] = [
        await newPerson(own.url, 'ann'),
        await newPerson(own.url, 'bo'),
        await newPerson(own.url, 'cy'),
      ];
      const keys = await together([ann, bo, cy], true);
      await remove(ann, keys, cy);
      const { epoch, about } = await recordOf(bo, ann, bo);
      await (how === 'killed' ? own.kill() : own.end());
      await own.start();

      const visit = newVisit();
      const [back, other, out] = [await bo.again(), await ann.again(), await cy.again()];
      expect(await back.ask({ type: 'room-look', ...keys })).toMatchObject({ news: { inside: 0 } });
      expect(await join(back, keys, visit)).toMatchObject(OK); // without knocking
      const first = await recordWhere(back);
      expect(first).toMatchObject({ version: 1, about, creator: ann.uid, host: bo.uid, waiting_room: true });
      expect(first.epoch).not.toBe(epoch);
      expect(await join(out, keys)).toMatchObject(refusedWith('forbidden'));
      expect(await join(other, keys)).toMatchObject(OK);
      expect(await recordOf(back, bo, ann)).toMatchObject({ epoch: first.epoch, version: 2, host: ann.uid });
      await make(other, true, keys); // the same proof as before
      expect(accountsIn(await recordWhere(other))).toEqual([bo.uid, ann.uid]);
      expect(await untaken(out)).toEqual([]);
    },
  );
});

test('[RM1] what a link shows is neither on the disk nor in the logs, after everything that is done with it', async () => {
  const [ann, bo, cy] = await three();
  const keys = await together([ann, bo, cy], true);
  const signal = randomBytes(48).toString('base64');
  ann.send({ type: 'room-signal', room: keys.room, to: bo.endpoint, kind: 'offer', sealed: signal });
  await news(bo, 'signal');
  await remove(ann, keys, cy);
  // What goes wrong is what is written down.
  ann.sendText(JSON.stringify({ type: 'room-join', id: 'x', room: keys.room, proof: keys.proof, visit: keys.proof }));
  await ann.next('error');
  await relay.kill();
  const files = readdirSync(relay.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const places = [
    ...files.map(({ parentPath, name }) => ({ place: name, bytes: readFileSync(pathOf(parentPath, name)) })),
    { place: 'the logs', bytes: Buffer.from(relay.output()) },
  ];
  await relay.start();
  const isThere = (what: string | Buffer): boolean => places.some(({ bytes }) => bytes.includes(what));
  expect(isThere(keys.room)).toBe(true); // what is to be found is found
  const proof = Buffer.from(keys.proof, 'base64');
  for (const what of [keys.proof, proof, proof.toString('hex'), signal, Buffer.from(signal, 'base64')])
    expect(isThere(what), String(what)).toBe(false);
});

describe('so often and no more', () => {
  let strict: RunningRelay;
  beforeAll(async () => {
    // A tenth: three rooms at once, one more after twenty minutes; six looks, joins and knocks.
    strict = await startRelay({ environment: { RATE_LIMIT_SCALE: '0.1', REGISTRATIONS_PER_HOUR: '1000' } });
  });
  afterAll(() => strict.stop());

  test('[RM12] an account makes rooms, by whichever device, and others still may', async () => {
    const [ann, bo] = [await newPerson(strict.url, 'ann'), await newPerson(strict.url, 'bo')];
    for (const device of [ann, await ann.again(), ann]) await make(device);
    const keys = { room: 'Aa0Bb1Cc2D', proof: randomBytes(32).toString('base64') };
    const refused = await ann.ask({ type: 'room-create', ...keys, about: 'AAAA', waiting_room: false });
    expect(refused).toMatchObject({
      error_code: 'rate_limited',
      detail: 'too many rooms',
      retry_after: expect.any(Number),
    });
    expect((refused as { retry_after: number }).retry_after).toBeGreaterThan(60);
    await make(bo);
  });

  test('[RM12] an account looks, joins and knocks, and a wrong proof counts as well', async () => {
    const [ann, bo] = [await newPerson(strict.url, 'ann'), await newPerson(strict.url, 'bo')];
    const keys = await make(ann);
    const wrong = { room: keys.room, proof: randomBytes(32).toString('base64') };
    const phone = await newDevice(bo); // a socket has its own rate, beyond which it is not asked
    for (const device of [bo, phone]) {
      expect(await device.ask({ type: 'room-look', ...keys })).toMatchObject({ type: 'room' });
      expect(await join(device, keys)).toMatchObject(OK);
      expect(await join(device, wrong)).toMatchObject(refusedWith('not_found'));
    }
    const limited = { error_code: 'rate_limited', detail: 'too many visits', retry_after: expect.any(Number) };
    expect(await join(bo, keys)).toMatchObject(limited);
    expect(await phone.ask({ type: 'room-look', ...keys })).toMatchObject(limited);
    expect(await join(ann, keys)).toMatchObject(OK);
  });

  test('[RM12] [ER6] signals of a room have the rate of signals, and no other frames are refused for them', async () => {
    const [ann, bo] = [await newPerson(strict.url, 'ann'), await newPerson(strict.url, 'bo')];
    const { room } = await together([ann, bo]);
    for (let count = 0; count < 40; count++)
      ann.send({ type: 'room-signal', room, to: bo.endpoint, kind: 'candidate', sealed: 'AAAA' });
    expect(await ann.ask({ type: 'room-leave', room })).toMatchObject(OK);
    await bo.next('room', ({ news }) => (news as { type: string }).type === 'record');
    const passed = (await untaken(bo)).filter(({ type }) => type === 'signal').length;
    // Twenty at once, and five a second meanwhile.
    expect(passed).toBeGreaterThanOrEqual(20);
    expect(passed).toBeLessThan(40);
  });
});
