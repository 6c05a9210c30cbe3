import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ABOUT,
  accountsIn,
  admit,
  join,
  make,
  newKeys,
  news,
  newVisit,
  OK,
  recordOf,
  recordWhere,
  refusedWith,
  remove,
  signal,
  together,
  untaken,
} from './room-steps.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { newDevice, newPerson, type TestDevice } from './test-client.ts';

// What rooms do between people is here; what time and accounts do to them is in room-times.test.ts.

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay({ environment: { MAX_SOCKETS_PER_IP: '1000' } });
});
afterAll(() => relay.stop());

const someone = (name: string): Promise<TestDevice> => newPerson(relay.url, name);
const two = () => Promise.all([someone('ann'), someone('bo')]);
const three = () => Promise.all([someone('ann'), someone('bo'), someone('cy')]);

describe('a room and its link', () => {
  test('[RM1] is made once; the same again changes nothing, and nobody else has its code', async () => {
    const [ann, bo] = await two();
    const keys = await make(ann, true);
    const create = (by: TestDevice, proof: string) =>
      by.ask({ type: 'room-create', room: keys.room, proof, about: 'b3RoZXI=', waiting_room: false });
    expect(await create(ann, keys.proof)).toMatchObject(OK);
    expect(await create(bo, keys.proof)).toMatchObject(refusedWith('bad_request'));
    expect(await create(ann, newKeys().proof)).toMatchObject(refusedWith('bad_request'));
    expect(await bo.ask({ type: 'room-look', ...keys })).toMatchObject({
      type: 'room',
      news: { type: 'look', about: ABOUT, inside: 0, most: 6, waiting_room: true },
    });
  });

  test('[RM1] with somebody inside it is not made again either', async () => {
    const [ann] = await two();
    const keys = await together([ann]);
    expect(await ann.ask({ type: 'room-create', ...keys, about: ABOUT, waiting_room: true })).toMatchObject(OK);
    expect(await untaken(ann)).toEqual([]);
  });

  test('[RM2] a room there is not and a wrong proof are refused alike, before and while somebody is inside', async () => {
    const [ann, bo] = await two();
    const keys = await make(ann);
    const wrong = { room: keys.room, proof: newKeys().proof };
    const answers = async (asked: typeof keys) => [
      await bo.ask({ type: 'room-look', ...asked }),
      await join(bo, asked),
    ];
    const unknown = (await answers(newKeys())).map((answer) => ({ ...answer, id: '' }));
    expect(unknown[0]).toMatchObject(refusedWith('not_found'));
    expect((await answers(wrong)).map((answer) => ({ ...answer, id: '' }))).toEqual(unknown);
    await join(ann, keys);
    expect((await answers(wrong)).map((answer) => ({ ...answer, id: '' }))).toEqual(unknown);
    expect(accountsIn(await recordWhere(ann))).toEqual([ann.uid]);
    expect(await untaken(ann)).toEqual([]);
    expect(await untaken(bo)).toEqual([]);
  });

  test('[RM2] whoever looks learns how many are inside, and nobody inside learns of them', async () => {
    const [ann, bo, cy] = await three();
    const keys = await together([ann, bo]);
    const { room, ...answer } = (await cy.ask({ type: 'room-look', ...keys })) as { room?: string; news?: unknown };
    expect(answer.news).toEqual({ type: 'look', about: ABOUT, inside: 2, most: 6, waiting_room: false });
    expect(JSON.stringify(answer)).not.toMatch(new RegExp(`${ann.uid}|${ann.endpoint}`));
    expect([...(await untaken(ann)), ...(await untaken(bo))]).toEqual([]);
  });
});

describe('who is inside', () => {
  test('[RM8] each change goes whole to everyone inside, one version after the other', async () => {
    const [ann, bo, cy] = await three();
    const keys = await make(ann);
    const visit = newVisit();
    expect(await join(ann, keys, visit)).toMatchObject(OK);
    const first = await recordWhere(ann);
    expect(first).toMatchObject({
      room: keys.room,
      version: 1,
      about: ABOUT,
      creator: ann.uid,
      host: ann.uid,
      waiting_room: false,
      most: 6,
      inside: [
        { account: ann.uid, login: ann.session.account.login, device: ann.device, endpoint: ann.endpoint, visit },
      ],
      knocking: [],
      removed: [],
    });
    await join(bo, keys);
    await join(cy, keys);
    await bo.ask({ type: 'room-leave', room: keys.room });
    const records = [];
    for (let count = 0; count < 3; count++) records.push(await recordWhere(ann));
    expect(records.map(({ version }) => version)).toEqual([2, 3, 4]);
    expect(records.map(accountsIn)).toEqual([
      [ann.uid, bo.uid],
      [ann.uid, bo.uid, cy.uid],
      [ann.uid, cy.uid],
    ]);
    expect(new Set([first, ...records].map(({ epoch }) => epoch)).size).toBe(1);
    expect(await recordOf(cy, ann, cy)).toEqual(records[2]);
    expect((await untaken(bo)).map((told) => told.type)).toEqual(['record', 'record']); // and none of what came after
  });

  test('[RM3] the same visit changes the endpoint alone, and is told the record again where nothing changed', async () => {
    const [ann, bo] = await two();
    const keys = await together([ann, bo]);
    const again = await bo.again();
    const visit = newVisit();
    await join(bo, keys, visit);
    await recordWhere(ann);
    expect(await join(again, keys, visit)).toMatchObject(OK);
    const { version, inside } = await recordWhere(ann);
    expect(inside).toMatchObject([{ account: ann.uid }, { account: bo.uid, endpoint: again.endpoint, visit }]);
    expect(await recordWhere(again)).toMatchObject({ version });
    expect(await join(again, keys, visit)).toMatchObject(OK);
    expect(await recordWhere(again)).toMatchObject({ version, inside });
    expect((await untaken(bo)).some(({ type }) => type === 'lost')).toBe(false);
    expect(await untaken(ann)).toEqual([]);
  });

  test('[RM3] another page or device takes the place, and the one before is lost as moved', async () => {
    const [ann, bo] = await two();
    const keys = await together([ann, bo]);
    const phone = await newDevice(bo);
    expect(await join(phone, keys)).toMatchObject(OK);
    expect(await news(bo, 'lost')).toMatchObject({ type: 'lost', room: keys.room, loss: 'moved' });
    expect((await recordWhere(ann)).inside).toMatchObject([{ account: ann.uid }, { device: phone.device }]);
    expect(await bo.ask({ type: 'room-leave', room: keys.room })).toMatchObject(OK); // is nowhere, and takes nobody out
    expect(await untaken(ann)).toEqual([]);
  });

  test('[RM3] [RM8] who comes back by no act of theirs takes nothing from where they are by now', async () => {
    const [ann, bo] = await two();
    const keys = await together([ann]);
    const visit = newVisit();
    await join(bo, keys, visit);
    await recordWhere(ann);
    const phone = await newDevice(bo);
    await join(phone, keys);
    expect(await news(bo, 'lost')).toMatchObject({ visit });
    await recordWhere(ann);
    const comeBack = (device: TestDevice) => device.ask({ type: 'room-join', ...keys, visit, again: true });
    expect(await comeBack(bo)).toMatchObject(OK);
    expect(await news(bo, 'lost')).toEqual({ type: 'lost', room: keys.room, visit, loss: 'moved' });
    expect(await untaken(ann)).toEqual([]);
    // From another room neither, and in again where they are nowhere.
    const other = await make(ann);
    await join(phone, other);
    expect(accountsIn(await recordWhere(ann))).toEqual([ann.uid]);
    await comeBack(bo);
    expect(await news(bo, 'lost')).toMatchObject({ loss: 'moved' });
    await phone.ask({ type: 'room-leave', room: other.room });
    await comeBack(bo);
    expect(accountsIn(await recordWhere(ann))).toEqual([ann.uid, bo.uid]);
  });

  test('[RM3] who joins another room is lost as moved in the first; where they are refused they stay', async () => {
    const [ann, bo] = await two();
    const keys = await together([ann, bo]);
    const other = await make(ann);
    expect(await join(bo, { ...other, proof: newKeys().proof })).toMatchObject(refusedWith('not_found'));
    expect(await untaken(ann)).toEqual([]);
    const phone = await newDevice(bo);
    expect(await join(phone, other)).toMatchObject(OK);
    expect(await news(bo, 'lost')).toMatchObject({ room: keys.room, loss: 'moved' });
    expect(accountsIn(await recordWhere(ann))).toEqual([ann.uid]);
    expect(accountsIn(await recordWhere(phone))).toEqual([bo.uid]);
    expect(await join(bo, await make(ann, true))).toMatchObject(OK); // where they only knock
    expect(await news(phone, 'lost')).toMatchObject({ room: other.room, loss: 'moved' });
    expect(await ann.ask({ type: 'room-look', ...other })).toMatchObject({ news: { inside: 0 } });
  });

  test('[RM4] as many are inside as it takes; who takes up their own place needs no other', async () => {
    const small = await startRelay({ environment: { ROOM_MESH_LIMIT: '2' } });
    const [ann, bo, cy] = [
      await newPerson(small.url, 'ann'),
      await newPerson(small.url, 'bo'),
      await newPerson(small.url, 'cy'),
    ];
    const keys = await together([ann, bo]);
    expect(await join(cy, keys)).toMatchObject(refusedWith('room_full'));
    expect(await untaken(cy)).toEqual([]);
    expect(await join(await newDevice(bo), keys)).toMatchObject(OK);
    expect((await recordWhere(ann)).most).toBe(2);

    const guarded = await together([ann, bo], true);
    await join(cy, guarded);
    await news(cy, 'knocking'); // who knocks is not counted
    expect(await admit(ann, guarded, cy)).toMatchObject(refusedWith('room_full'));
    await bo.ask({ type: 'room-leave', room: guarded.room });
    expect(await admit(ann, guarded, cy)).toMatchObject(OK);
    expect(accountsIn(await recordWhere(cy))).toEqual([ann.uid, cy.uid]);
    await small.stop();
  });
});

describe('who waits to be let in', () => {
  test('[RM5] knocks, and gets no endpoint, no record and no signal; nobody gets one of theirs', async () => {
    const [ann, bo, cy] = await three();
    const keys = await together([ann, bo], true);
    expect(await join(cy, keys)).toMatchObject(OK);
    expect(await news(cy, 'knocking')).toEqual({ type: 'knocking', room: keys.room });
    const { knocking } = await recordWhere(ann);
    expect(knocking).toEqual([{ account: cy.uid, login: cy.session.account.login, since: expect.any(Number) }]);
    signal(cy, keys, ann.endpoint);
    expect(await cy.next('error')).toMatchObject({ error_code: 'endpoint_gone' });
    signal(ann, keys, cy.endpoint);
    expect(await ann.next('error')).toMatchObject({ error_code: 'endpoint_gone' });
    await join(ann, keys); // a change that everybody inside is told
    await recordWhere(bo, ({ inside }) => inside[0]?.account === ann.uid);
    for (const act of [() => admit(cy, keys, cy), () => remove(cy, keys, ann)])
      expect(await act()).toMatchObject(refusedWith('forbidden'));
    expect(await untaken(cy)).toEqual([]);
    expect(JSON.stringify(cy.frames)).not.toMatch(new RegExp(`${ann.uid}|${bo.uid}|${ann.endpoint}|${bo.endpoint}`));
    expect(JSON.stringify([...ann.frames, ...bo.frames])).not.toContain(cy.endpoint);
  });

  test('[RM5] is let in by the host, and enters without knocking from then on', async () => {
    const [ann, bo] = await two();
    const keys = await together([ann, bo], true);
    await bo.ask({ type: 'room-leave', room: keys.room });
    expect(await join(bo, keys)).toMatchObject(OK);
    expect(accountsIn(await recordWhere(bo))).toEqual([ann.uid, bo.uid]);
  });

  test('[RM5] is not let in, and may knock again', async () => {
    const [ann, bo] = await two();
    const keys = await together([ann], true);
    await join(bo, keys);
    await recordWhere(ann, ({ knocking }) => knocking.length === 1);
    expect(await admit(ann, keys, bo, false)).toMatchObject(OK);
    expect(await news(bo, 'lost')).toMatchObject({ room: keys.room, loss: 'refused' });
    await recordWhere(ann, ({ knocking }) => knocking.length === 0);
    expect(await admit(ann, keys, bo)).toMatchObject(refusedWith('not_found'));
    await join(bo, keys);
    await recordWhere(ann, ({ knocking }) => knocking.length === 1);
  });

  test('[RM5] knocks no longer when they leave or lose their socket', async () => {
    const [ann, bo] = await two();
    const keys = await together([ann], true);
    await join(bo, keys);
    await recordWhere(ann, ({ knocking }) => knocking.length === 1);
    await bo.ask({ type: 'room-leave', room: keys.room });
    await recordWhere(ann, ({ knocking }) => knocking.length === 0);
    await join(bo, keys);
    await recordWhere(ann, ({ knocking }) => knocking.length === 1);
    bo.terminate();
    await recordWhere(ann, ({ knocking }) => knocking.length === 0);
  });

  test('[RM5] waits for the creator where nobody is inside', async () => {
    const [ann, bo] = await two();
    const keys = await make(ann, true);
    expect(await join(bo, keys)).toMatchObject(OK);
    await news(bo, 'knocking');
    await join(ann, keys);
    expect((await recordWhere(ann)).knocking).toMatchObject([{ account: bo.uid }]);
    expect(await admit(ann, keys, bo)).toMatchObject(OK);
    expect(accountsIn(await recordWhere(bo))).toEqual([ann.uid, bo.uid]);
  });
});

describe('who hosts', () => {
  test('[RM6] the creator, else whoever has been inside for the longest time; nobody else admits or removes', async () => {
    const [ann, bo, cy] = await three();
    const dee = await someone('dee');
    const keys = await together([ann, bo, cy], true);
    await join(dee, keys);
    expect(await admit(bo, keys, dee)).toMatchObject(refusedWith('forbidden'));
    expect(await remove(bo, keys, cy)).toMatchObject(refusedWith('forbidden'));
    await ann.ask({ type: 'room-leave', room: keys.room });
    expect(await recordOf(bo, bo, cy)).toMatchObject({ host: bo.uid, creator: ann.uid });
    expect(await admit(cy, keys, dee)).toMatchObject(refusedWith('forbidden'));
    expect(await admit(ann, keys, dee)).toMatchObject(refusedWith('forbidden')); // is not inside
    expect(await admit(bo, keys, dee)).toMatchObject(OK);
    await join(ann, keys);
    expect(await recordOf(ann, bo, cy, dee, ann)).toMatchObject({ host: ann.uid });
  });

  test('[RM6] whoever made it ends it, from outside too, and nobody else', async () => {
    const [ann, bo, cy] = await three();
    const keys = await together([ann, bo], true);
    await join(cy, keys);
    const end = (by: TestDevice) => by.ask({ type: 'room-end', room: keys.room });
    await ann.ask({ type: 'room-leave', room: keys.room });
    for (const other of [bo, cy]) expect(await end(other)).toMatchObject(refusedWith('forbidden'));
    expect(await end(ann)).toMatchObject(OK);
    for (const other of [bo, cy]) expect(await news(other, 'lost')).toMatchObject({ room: keys.room, loss: 'ended' });
    expect(await join(bo, keys)).toMatchObject(refusedWith('not_found'));
    expect(await end(ann)).toMatchObject(await end(bo).then(({ type }) => ({ type, error_code: 'forbidden' })));
  });

  test('[RM11] with the room goes what was kept of it: its code is free, and nobody has been let in or removed', async () => {
    const [ann, bo, cy] = await three();
    const keys = await together([ann, bo, cy], true);
    await remove(ann, keys, cy);
    expect(await ann.ask({ type: 'room-end', room: keys.room })).toMatchObject(OK);
    await make(ann, true, keys);
    for (const other of [bo, cy]) {
      expect(await join(other, keys)).toMatchObject(OK);
      expect(await news(other, 'knocking')).toMatchObject({ room: keys.room });
    }
  });

  test('[RM7] who is removed is lost at once and does not come back by the link, from any device', async () => {
    const [ann, bo, cy] = await three();
    const keys = await together([ann, bo, cy]);
    expect(await remove(ann, keys, ann)).toMatchObject(refusedWith('forbidden'));
    expect(await remove(ann, keys, bo)).toMatchObject(OK);
    expect(await news(bo, 'lost')).toMatchObject({ type: 'lost', room: keys.room, loss: 'removed' });
    await recordOf(cy, ann, cy);
    signal(bo, keys, cy.endpoint);
    expect(await bo.next('error')).toMatchObject({ error_code: 'endpoint_gone' });
    for (const device of [bo, await newDevice(bo)]) {
      expect(await join(device, keys)).toMatchObject(refusedWith('forbidden'));
      expect(await device.ask({ type: 'room-look', ...keys })).toMatchObject(refusedWith('forbidden'));
      expect(await untaken(device)).toEqual([]);
    }
    expect(await remove(ann, keys, bo)).toMatchObject(refusedWith('not_found'));
    expect((await untaken(cy)).filter(({ type }) => type === 'signal')).toEqual([]);
  });

  test('[RM7] who knocks is removed as well', async () => {
    const [ann, bo] = await two();
    const keys = await together([ann], true);
    await join(bo, keys);
    expect(await remove(ann, keys, bo)).toMatchObject(OK);
    expect(await news(bo, 'lost')).toMatchObject({ loss: 'removed' });
    expect(await join(bo, keys)).toMatchObject(refusedWith('forbidden'));
  });
});

describe('signals', () => {
  test('[RM10] pass between those inside, as they were written, with the endpoint they come from', async () => {
    const [ann, bo] = await two();
    const keys = await together([ann, bo]);
    const sealed = Buffer.alloc(36_000, 7).toString('base64');
    signal(ann, keys, bo.endpoint, sealed);
    expect(await news(bo, 'signal')).toEqual({
      type: 'signal',
      room: keys.room,
      from: ann.endpoint,
      kind: 'offer',
      sealed,
    });
  });

  test('[RM10] do not pass to or from a page that is not inside, nor from one room into another', async () => {
    const [ann, bo, cy] = await three();
    const keys = await together([ann, bo]);
    const others = await together([cy]);
    const again = await bo.again();
    for (const [from, room, to] of [
      [ann, keys, cy.endpoint],
      [cy, keys, ann.endpoint],
      [cy, others, ann.endpoint],
      [again, keys, ann.endpoint],
      [ann, keys, again.endpoint],
      [ann, newKeys(), bo.endpoint],
    ] as const) {
      signal(from, room, to);
      expect(await from.next('error')).toMatchObject({ error_code: 'endpoint_gone' });
    }
    for (const device of [ann, bo, cy, again]) expect(await untaken(device)).toEqual([]);
  });
});
