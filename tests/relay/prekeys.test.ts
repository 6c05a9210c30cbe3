import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_ONE_TIME_ID, type Prekey } from '#shared/protocol/account.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, type FrameOf, newDevice, newPerson, type TestDevice } from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

let made = 0;
const newKey = (id: number): Prekey => ({
  id,
  key: randomBytes(32).toString('base64'),
  signature: randomBytes(64).toString('base64'),
});
const oneTime = (count: number): readonly Prekey[] =>
  Array.from({ length: count }, () => newKey(FIRST_ONE_TIME_ID + made++));

/** New keys for this device. */
const renew = async (device: TestDevice, id: number, count: number): Promise<readonly Prekey[]> => {
  const keys = oneTime(count);
  expect(await device.ask({ type: 'prekey', prekey: newKey(id), one_time: keys })).toMatchObject({ type: 'ok' });
  return keys;
};

const given = async (asker: TestDevice, ...accounts: readonly AccountId[]) =>
  ((await asker.ask({ type: 'one-time-prekeys', accounts })) as FrameOf<'one-time-prekeys'>).prekeys;

const byId = (keys: readonly Prekey[]) => [...keys].sort((a, b) => a.id - b.id);

describe('one-time prekeys at the relay', () => {
  test('[PK2] each is given to one who asks, and to nobody after a restart', async () => {
    const [ann, bo, cy] = [
      await newPerson(relay.url, 'ann'),
      await newPerson(relay.url, 'bo'),
      await newPerson(relay.url, 'cy'),
    ];
    for (const friend of [bo, cy]) await befriend(ann, friend);
    const keys = await renew(ann, 2, 30);
    const asked = await Promise.all([bo, cy].flatMap((one) => Array.from({ length: 10 }, () => given(one, ann.uid))));
    const first = asked.flat();
    expect(first.every(({ device }) => device === ann.device)).toBe(true);
    await relay.kill();
    await relay.start();
    const again = await bo.again();
    const second = [];
    for (let time = 0; time < 12; time += 1) second.push(...(await given(again, ann.uid)));
    expect(byId([...first, ...second].map(({ prekey }) => prekey))).toEqual(byId(keys));
  });

  test('[PK2] only contacts and oneself are asked for, of them every listed device but the asking one', async () => {
    const [ann, bo, cy] = [
      await newPerson(relay.url, 'ann'),
      await newPerson(relay.url, 'bo'),
      await newPerson(relay.url, 'cy'),
    ];
    await befriend(ann, bo);
    const phone = await newDevice(bo);
    for (const device of [ann, bo, phone, cy]) await renew(device, 2, 5);
    expect((await given(ann, bo.uid, ann.uid, bo.uid)).map(({ device }) => device).sort()).toEqual(
      [bo.device, phone.device].sort(),
    );
    expect((await given(bo, ann.uid, bo.uid)).map(({ device }) => device).sort()).toEqual(
      [ann.device, phone.device].sort(),
    );
    for (const stranger of [cy.uid, crypto.randomUUID()])
      expect(await ann.ask({ type: 'one-time-prekeys', accounts: [bo.uid, stranger] })).toMatchObject({
        error_code: 'not_contact',
      });
  });

  test('[PK1] new keys take the place of those before', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    await befriend(ann, bo);
    await renew(ann, 2, 3);
    const [key] = await renew(ann, 3, 1);
    expect(await given(bo, ann.uid)).toEqual([{ device: ann.device, prekey: key }]);
    expect(await given(bo, ann.uid)).toEqual([]);
  });

  test('[PK3] a device with fewer than twenty is told when it comes and whenever one is given out', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    await befriend(ann, bo);
    /** Which prekeys the contexts were told of, once all that came before has reached them. */
    const told = async (...contexts: readonly TestDevice[]) => {
      for (const context of contexts) await context.ask({ type: 'devices', accounts: [ann.uid] });
      return contexts.map(({ low }) => low.map(({ prekey }) => prekey));
    };
    expect(await told(ann), 'with none').toEqual([[1]]);
    await renew(ann, 2, 21);
    const other = await ann.again();
    await given(bo, ann.uid);
    expect(await told(ann, other), 'with twenty').toEqual([[1], []]);
    await given(bo, ann.uid);
    expect(await told(ann, other, await ann.again()), 'with nineteen').toEqual([[1, 2], [2], [2]]);
    await given(bo, ann.uid);
    expect(await told(ann, other)).toEqual([
      [1, 2, 2],
      [2, 2],
    ]);
  });

  test('[PK2] at most thirty of an account are given out in a minute', async () => {
    const slow = await startRelay({ environment: { RATE_LIMIT_SCALE: '1' } });
    try {
      const [ann, bo] = [await newPerson(slow.url, 'ann'), await newPerson(slow.url, 'bo')];
      await befriend(ann, bo);
      await renew(ann, 2, 100);
      const counts = [];
      for (let time = 0; time < 40; time += 1) counts.push((await given(bo, ann.uid)).length);
      const all = counts.filter((count) => count === 1).length;
      expect(all).toBeGreaterThanOrEqual(30);
      // A token comes back every two seconds.
      expect(all).toBeLessThan(35);
    } finally {
      await slow.stop();
    }
  });
});
