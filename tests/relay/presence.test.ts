import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Presence } from '#shared/protocol/frames.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, newDevice, newPerson, request, type TestDevice } from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay({ environment: { IDLE_TIMEOUT_SECONDS: '2' } });
});
afterAll(() => relay.stop());

const friends = async (): Promise<[TestDevice, TestDevice]> => {
  const ann = await newPerson(relay.url, 'ann');
  const bo = await newPerson(relay.url, 'bo');
  await befriend(ann, bo);
  await ann.next('presence');
  await bo.next('presence');
  return [ann, bo];
};

/** What the reader is told next about the other. */
const news = async (reader: TestDevice, of: TestDevice): Promise<Presence | undefined> =>
  (await reader.next('presence', ({ people }) => people.some(({ account }) => account === of.uid))).people.find(
    ({ account }) => account === of.uid,
  );

describe('presence', () => {
  test('[PR1] online with an active endpoint, away with none that is active, offline with none', async () => {
    const [ann, bo] = await friends();
    const phone = await newDevice(bo, { active: false });
    bo.send({ type: 'activity', active: false });
    expect(await news(ann, bo)).toEqual({ account: bo.uid, status: 'away' });
    phone.send({ type: 'activity', active: true });
    expect(await news(ann, bo)).toEqual({ account: bo.uid, status: 'online' });
    phone.close();
    expect(await news(ann, bo)).toEqual({ account: bo.uid, status: 'away' });
    const before = Date.now();
    bo.close();
    const gone = await news(ann, bo);
    expect(gone).toMatchObject({ account: bo.uid, status: 'offline' });
    expect(gone?.status === 'offline' && gone.last_seen).toBeGreaterThanOrEqual(before - 100);
  });

  test('[PR1] in a call from the answer to the end', async () => {
    const [ann, bo] = await friends();
    const cy = await newPerson(relay.url, 'cy');
    await befriend(ann, cy);
    await cy.next('presence');
    const call = crypto.randomUUID();
    await ann.ask({ type: 'call-invite', call, callee: bo.uid, media: 'audio' });
    await bo.ask({ type: 'call-accept', call });
    expect(await news(cy, ann)).toEqual({ account: ann.uid, status: 'in-call' });
    await ann.ask({ type: 'call-end', call });
    expect(await news(cy, ann)).toEqual({ account: ann.uid, status: 'online' });
  });

  test('[PR2] many changes at once come as one frame, the newest of each person', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const others = [
      await newPerson(relay.url, 'bo'),
      await newPerson(relay.url, 'cy'),
      await newPerson(relay.url, 'dee'),
    ];
    for (const other of others) await befriend(ann, other);
    const known = new Set<string>();
    while (known.size < 3) for (const { account } of (await ann.next('presence')).people) known.add(account);
    for (const other of others) {
      other.send({ type: 'activity', active: false });
      other.send({ type: 'activity', active: true });
      other.send({ type: 'activity', active: false });
    }
    const { people } = await ann.next('presence');
    expect(people.map(({ status }) => status)).toEqual(['away', 'away', 'away']);
  });

  test('[PR2] nothing is told to people who are no accepted contacts', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    const witness = await newPerson(relay.url, 'cy');
    await befriend(bo, witness);
    await ann.ask({ type: 'contact', account: bo.uid, act: 'request' });
    bo.send({ type: 'activity', active: false });
    await witness.next('presence', ({ people }) => people.some(({ status }) => status === 'away'));
    expect(ann.frames.filter(({ type }) => type === 'presence')).toEqual([]);
    const found = await request(relay.url, `/api/people?uid=${bo.uid}`, { token: ann.session.token });
    expect(found.body).toEqual({ people: [{ uid: bo.uid, login: expect.any(String) }] });
  });

  test('[PR2] whoever is blocked sees someone who is not there', async () => {
    const [ann, bo] = await friends();
    await bo.ask({ type: 'contact', account: ann.uid, act: 'block' });
    expect(await news(ann, bo)).toEqual({ account: bo.uid, status: 'offline', last_seen: expect.any(Number) });
    bo.send({ type: 'activity', active: false });
    const again = await ann.again();
    expect(again.frames.filter(({ type }) => type === 'presence')).toEqual([]);
    const found = await request(relay.url, `/api/people?uid=${bo.uid}`, { token: ann.session.token });
    expect(found.body).toEqual({ people: [{ uid: bo.uid, login: expect.any(String), online: false }] });
  });

  test('[PR2] whoever has been blocked is no news, although something about them was gathered', async () => {
    const [ann, bo] = await friends();
    const witness = await newPerson(relay.url, 'cy');
    await befriend(bo, witness);
    await news(bo, witness);
    ann.send({ type: 'activity', active: false });
    await bo.ask({ type: 'contact', account: ann.uid, act: 'block' });
    witness.send({ type: 'activity', active: false });
    const last = await bo.next('presence', ({ people }) => people.some(({ account }) => account === witness.uid));
    const told = [...bo.frames, last].flatMap((frame) => (frame.type === 'presence' ? frame.people : []));
    expect(told).not.toContainEqual({ account: ann.uid, status: 'offline' });
  });

  test('[PR2] of one person at most one change a second is told, the newest', async () => {
    const strict = await startRelay({ environment: { RATE_LIMIT_SCALE: '1' } });
    try {
      const ann = await newPerson(strict.url, 'ann');
      const bo = await newPerson(strict.url, 'bo');
      await befriend(ann, bo);
      await news(ann, bo);
      const began = performance.now();
      const changes = 21;
      for (let change = 0; change < changes; change += 1) {
        bo.send({ type: 'activity', active: change % 2 === 1 });
        await bo.ask({ type: 'devices', accounts: [] as never });
      }
      const told = [await news(ann, bo)];
      while (told.at(-1)?.status !== 'away') told.push(await news(ann, bo));
      expect(told.length).toBeLessThanOrEqual(2 + (performance.now() - began) / 1_000);
    } finally {
      await strict.stop();
    }
  });

  test('[PR3] a socket that dies without a word makes the person offline when it has been silent too long', async () => {
    const [ann, bo] = await friends();
    bo.pause(); // it answers nothing any more, and does not close
    const alive = setInterval(() => ann.send({ type: 'ping' }), 500);
    expect(await news(ann, bo)).toMatchObject({ status: 'offline' });
    clearInterval(alive);
    bo.terminate();
  });
});
