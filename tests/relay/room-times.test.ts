import { expect, test } from 'vitest';
import { alone, HOUR } from './room-alone.ts';
import { newKeys, newVisit } from './room-steps.ts';

const NOT_FOUND = expect.objectContaining({ type: 'error', error_code: 'not_found' });
const OK = expect.objectContaining({ type: 'ok' });

test('[RM11] a room in which nobody has been for ROOM_IDLE_HOURS is none, whoever looks or joins first', async () => {
  const { someone, make, enter, look, leave, later, isStored } = await alone();
  const ann = await someone('ann');
  const [looked, joined, early] = [await make(ann.first), await make(ann.first), await make(ann.first)];
  later(HOUR);
  for (const keys of [looked, joined]) {
    await enter(ann.first, keys);
    await leave(ann.first, keys);
  }
  later(23 * HOUR);
  expect(await enter(ann.first, early)).toEqual([NOT_FOUND]); // nobody was ever inside
  later(HOUR - 1);
  expect(await look(ann.first, looked)).toMatchObject({ news: { type: 'look' } });
  later(1);
  expect(await look(ann.first, looked)).toEqual(NOT_FOUND);
  expect(await enter(ann.first, joined)).toEqual([NOT_FOUND]);
  for (const keys of [looked, joined, early]) expect(await isStored(keys)).toBe(false);
});

test('[RM11] the hourly tidying forgets it, and none in which somebody is, for however long', async () => {
  const { someone, make, enter, later, rooms, isStored, leave, look } = await alone();
  const [ann, bo] = [await someone('ann'), await someone('bo')];
  const [empty, full] = [await make(ann.first), await make(ann.first)];
  await enter(bo.first, full);
  later(24 * HOUR + 1);
  await rooms.tidy();
  expect(await isStored(empty)).toBe(false);
  expect(await isStored(full)).toBe(true);
  later(1000 * HOUR);
  await rooms.tidy();
  await leave(bo.first, full);
  later(24 * HOUR - 1);
  await rooms.tidy();
  expect(await look(bo.first, full)).toMatchObject({ news: { inside: 0 } });
});

test('[RM11] a disk that is full for a while ends no room: neither one that is in use nor one that was', async () => {
  const { someone, make, enter, leave, look, later, rooms, store, isStored, errors } = await alone();
  const [ann, bo] = [await someone('ann'), await someone('bo')];
  const [used, left] = [await make(ann.first), await make(ann.first)];
  later(20 * HOUR);
  const { setRoomIdle } = store;
  Object.assign(store, { setRoomIdle: () => Promise.reject(new Error('no room on the disk')) });
  await enter(ann.first, used);
  await enter(bo.first, left);
  await leave(bo.first, left);
  later(5 * HOUR);
  expect(await look(bo.first, left)).toMatchObject({ news: { inside: 0 } });
  // Nothing is forgotten while it is not known what is in use.
  await expect(rooms.tidy()).rejects.toThrow('no room');
  Object.assign(store, { setRoomIdle });
  await rooms.tidy();
  expect([await isStored(used), await isStored(left)]).toEqual([true, true]);
  expect(errors.splice(0)).toHaveLength(3);
  later(20 * HOUR);
  await rooms.tidy();
  expect([await isStored(used), await isStored(left)]).toEqual([true, false]);
});

test('[RM11] after a restart all have been left just then', async () => {
  const { someone, make, enter, later, anew, look, isStored } = await alone();
  const [ann, bo] = [await someone('ann'), await someone('bo')];
  const [empty, full] = [await make(ann.first), await make(ann.first)];
  await enter(bo.first, full);
  later(24 * HOUR);
  const next = anew();
  await next.restore();
  later(24 * HOUR - 1);
  await next.tidy();
  expect([await isStored(empty), await isStored(full)]).toEqual([false, true]);
  expect(await look(bo.first, full, next)).toMatchObject({ news: { type: 'look' } });
  later(2);
  await next.tidy();
  expect(await isStored(full)).toBe(false);
});

test('[RM11] its code may be taken by another once it is none', async () => {
  const { someone, rooms, make, told, later } = await alone();
  const [ann, bo] = [await someone('ann'), await someone('bo')];
  const { room } = await make(ann.first);
  const frame = {
    type: 'room-create',
    id: '1',
    room,
    proof: newKeys().proof,
    about: 'AAAA',
    waiting_room: false,
  } as const;
  await rooms.handlers['room-create'](bo.first, frame, '');
  expect(told(bo.first)).toMatchObject([{ error_code: 'bad_request' }]);
  later(24 * HOUR);
  await rooms.handlers['room-create'](bo.first, frame, '');
  expect(told(bo.first)).toEqual([OK]);
});

test('[RM11] who knocks where nobody comes for so long is told that it has ended', async () => {
  const { someone, make, enter, told, later, tick, isStored } = await alone();
  const [ann, bo] = [await someone('ann'), await someone('bo')];
  const keys = await make(ann.first, true);
  later(HOUR);
  expect(await enter(bo.first, keys)).toMatchObject([{ type: 'ok' }, { news: { type: 'knocking' } }]);
  later(23 * HOUR - 1);
  tick();
  expect(told(bo.first)).toEqual([]);
  later(1);
  tick();
  expect(told(bo.first)).toMatchObject([{ news: { type: 'lost', loss: 'ended' } }]);
  expect(await isStored(keys)).toBe(false);
  expect(bo.person.holds).toBe(0);
});

test('[RM9] the place of whoever loses their socket is kept for 15 s, and shown as taken', async () => {
  const { someone, make, enter, told, later, tick, goAway } = await alone();
  const [ann, bo] = [await someone('ann'), await someone('bo')];
  const keys = await make(ann.first);
  const visit = newVisit();
  await enter(ann.first, keys);
  await enter(bo.first, keys, visit);
  told(ann.first);
  goAway(bo.first);
  later(14_999);
  tick();
  expect(told(ann.first)).toEqual([]);
  expect(bo.person.inRoom).toBe(true);
  const back = bo.page();
  expect(await enter(back, keys, visit)).toMatchObject([{ type: 'ok' }, { news: { record: { version: 3 } } }]);
  expect(told(ann.first)).toMatchObject([{ news: { record: { inside: [{}, { endpoint: back.id }] } } }]);
  goAway(back);
  later(15_000);
  tick();
  expect(told(ann.first)).toMatchObject([{ news: { record: { inside: [{ account: ann.uid }] } } }]);
  expect([bo.person.inRoom, bo.person.holds]).toEqual([false, 0]);
});

test('[RM9] who is signed out keeps no place, nor the rights of a host', async () => {
  const { someone, make, enter, told, tick, goAway, people } = await alone();
  const [ann, bo, cy] = [await someone('ann'), await someone('bo'), await someone('cy')];
  const keys = await make(ann.first);
  for (const { first } of [ann, bo, cy]) await enter(first, keys);
  for (const [gone, host, others] of [
    [ann, bo, [bo, cy]],
    [bo, cy, [cy]],
  ] as const) {
    for (const { first } of others) told(first);
    // Whichever the relay hears of first.
    if (gone === bo) people.removeDevice(gone.first.device);
    goAway(gone.first);
    if (gone === ann) people.removeDevice(gone.first.device);
    tick();
    const inside = others.map(({ uid: account }) => ({ account }));
    expect(told(cy.first)).toMatchObject([{ news: { record: { host: host.uid, inside } } }]);
    expect([gone.person.inRoom, gone.person.holds]).toEqual([false, 0]);
  }
});

test('[RM8] when everybody had gone the next record is of another epoch', async () => {
  const { someone, make, enter, leave } = await alone();
  const { first } = await someone('ann');
  const keys = await make(first);
  const epoch = async () => {
    const [, frame] = await enter(first, keys);
    return (frame as { news: { record: { epoch: string; version: number } } }).news.record;
  };
  const before = await epoch();
  await leave(first, keys);
  const after = await epoch();
  expect([before.version, after.version]).toEqual([1, 1]);
  expect(after.epoch).not.toBe(before.epoch);
});

test('[RM13] who comes in or goes is news to presence, once', async () => {
  const { someone, make, enter, leave, hub } = await alone();
  const ann = await someone('ann');
  const seen: boolean[] = [];
  hub.on('inCallChanged', ({ inRoom }) => void seen.push(inRoom));
  const [one, other] = [await make(ann.first), await make(ann.first, true)];
  await enter(ann.first, one);
  await enter(ann.first, one);
  await enter(ann.page(), one);
  expect(seen).toEqual([true]);
  await enter(ann.first, other);
  await leave(ann.first, other);
  expect([seen.at(-1), ann.person.inRoom, ann.person.holds]).toEqual([false, false, 0]);
});

test('[RM3] who goes to another room while somebody comes is not brought back by them', async () => {
  const { someone, make, enter, rooms, leave } = await alone();
  const [ann, bo, cy] = [await someone('ann'), await someone('bo'), await someone('cy')];
  const [one, other] = [await make(cy.first), await make(cy.first)];
  await enter(cy.first, other);
  for (const inside of [[ann], [ann, bo]]) {
    for (const { first } of inside) await enter(first, one);
    const [, [, frame]] = await Promise.all([enter(ann.first, other), enter(bo.page(), one)]);
    expect(frame).toMatchObject({ news: { record: { room: one.room, inside: [{ account: bo.uid }] } } });
    expect(rooms.count()).toEqual({ active: 2, people: 3 });
    await leave(ann.first, other);
    expect(ann.person.inRoom).toBe(false);
  }
});

test('[RM5] whoever only knocks is in no room to their contacts', async () => {
  const { someone, make, enter, goAway } = await alone();
  const [ann, bo] = [await someone('ann'), await someone('bo')];
  const keys = await make(ann.first, true);
  await enter(bo.first, keys);
  expect([bo.person.inRoom, bo.person.holds]).toEqual([false, 1]);
  goAway(bo.first);
  expect(bo.person.holds).toBe(0);
});

test('[RM2] a socket that goes while the store is asked comes into no room', async () => {
  const { someone, make, rooms, told, goAway } = await alone();
  const { first, person } = await someone('ann');
  const keys = await make(first);
  const joining = rooms.handlers['room-join'](first, { type: 'room-join', id: '2', ...keys, visit: newVisit() }, '');
  goAway(first);
  await joining;
  expect([told(first), person.inRoom, rooms.count()]).toEqual([[], false, { active: 0, people: 0 }]);
});

test('[RM2] neither does whoever is disabled meanwhile', async () => {
  const { someone, make, rooms, told } = await alone();
  const { first, person } = await someone('ann');
  const keys = await make(first);
  const joining = rooms.handlers['room-join'](first, { type: 'room-join', id: '2', ...keys, visit: newVisit() }, '');
  person.disabled = true;
  await joining;
  expect([told(first), rooms.count()]).toEqual([[], { active: 0, people: 0 }]);
});

test('[RM5] who goes while they are let in is not inside, and need not knock again', async () => {
  const { someone, make, enter, rooms, told, goAway } = await alone();
  const [ann, bo] = [await someone('ann'), await someone('bo')];
  const keys = await make(ann.first, true);
  await enter(ann.first, keys);
  await enter(bo.first, keys);
  told(ann.first);
  const frame = { type: 'room-admit', id: '5', room: keys.room, account: bo.uid, admit: true } as const;
  const admitting = rooms.handlers['room-admit'](ann.first, frame, '');
  await new Promise<void>((done) => process.nextTick(done)); // by then the store is asked
  goAway(bo.first);
  await admitting;
  expect(told(ann.first)).toMatchObject([{ news: { record: { knocking: [] } } }, { type: 'ok' }]);
  expect([rooms.count().people, bo.person.holds]).toEqual([1, 0]);
  expect(await enter(bo.page(), keys)).toMatchObject([{ type: 'ok' }, { news: { type: 'record' } }]);
});

test.each(['whom it concerns', 'the host'])(
  '[RM7] a removal that is on the disk is done, also where %s has gone meanwhile',
  async (gone) => {
    const { someone, make, enter, leave, anew, rooms, told } = await alone();
    const [ann, bo] = [await someone('ann'), await someone('bo')];
    const keys = await make(ann.first);
    await enter(ann.first, keys);
    await enter(bo.first, keys);
    told(ann.first);
    const frame = { type: 'room-remove', id: '5', room: keys.room, account: bo.uid } as const;
    const removing = rooms.handlers['room-remove'](ann.first, frame, '');
    await new Promise<void>((done) => process.nextTick(done)); // by then the store is asked
    rooms.leave(gone === 'the host' ? ann.person : bo.person);
    await removing;
    expect(told(ann.first)).toContainEqual(OK);
    told(bo.first);
    const kept = [expect.objectContaining({ type: 'error', error_code: 'forbidden' })];
    expect(await enter(bo.first, keys)).toEqual(kept);
    // The host's word is the same once nobody is there, and after a restart.
    await enter(ann.first, keys);
    await leave(ann.first, keys);
    expect(await enter(bo.first, keys)).toEqual(kept);
    const look = { type: 'room-look', id: '6', ...keys } as const;
    await anew().handlers['room-look'](bo.first, look, '');
    expect(told(bo.first)).toEqual(kept);
  },
);

test('[RM7] where a removal cannot be kept, nobody is removed and the host is told', async () => {
  const { someone, make, enter, rooms, store, told } = await alone();
  const [ann, bo] = [await someone('ann'), await someone('bo')];
  const keys = await make(ann.first);
  await enter(ann.first, keys);
  await enter(bo.first, keys);
  const { setRoomMember } = store;
  Object.assign(store, { setRoomMember: () => Promise.reject(new Error('no room on the disk')) });
  const frame = { type: 'room-remove', id: '5', room: keys.room, account: bo.uid } as const;
  told(ann.first);
  await expect(rooms.handlers['room-remove'](ann.first, frame, '')).rejects.toThrow('no room');
  expect([told(ann.first), told(bo.first)]).toEqual([[], []]);
  expect(rooms.count().people).toBe(2);
  Object.assign(store, { setRoomMember });
  await rooms.handlers['room-remove'](ann.first, frame, '');
  expect(told(bo.first)).toMatchObject([{ news: { type: 'lost', loss: 'removed' } }]);
});
