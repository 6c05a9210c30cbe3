import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, newDevice, newPerson, type TestDevice } from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

/** Everything sent before has been dealt with. */
const settled = async (...devices: readonly TestDevice[]): Promise<void> => {
  for (const device of devices) {
    device.send({ type: 'ping' });
    await device.next('pong');
  }
};

const heard = (device: TestDevice) => device.frames.filter(({ type }) => type === 'typing');

describe('typing', () => {
  test('[TY1] reaches every endpoint of the person it is for, and is not stored', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    await befriend(ann, bo);
    const laptop = await newDevice(bo);
    ann.send({ type: 'typing', to: bo.uid, typing: true });
    for (const device of [bo, laptop])
      expect(await device.next('typing')).toEqual({ type: 'typing', from: ann.uid, typing: true });
    ann.send({ type: 'typing', to: bo.uid, typing: false });
    expect(await bo.next('typing')).toEqual({ type: 'typing', from: ann.uid, typing: false });
    await settled(ann);
    expect(ann.frames.filter(({ type }) => type === 'error' || type === 'typing')).toEqual([]);
    const later = await bo.again();
    await settled(later);
    expect(heard(later)).toEqual([]);
  });

  test('[TY2] is dropped without a word for strangers, for those who only asked, and for whoever is blocked', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    const note = { type: 'typing', to: bo.uid, typing: true } as const;
    ann.send(note);
    ann.send({ ...note, to: crypto.randomUUID() });
    ann.send({ ...note, to: ann.uid });
    await ann.ask({ type: 'contact', account: bo.uid, act: 'request' });
    ann.send(note);
    await bo.ask({ type: 'contact', account: ann.uid, act: 'accept' });
    await bo.ask({ type: 'contact', account: ann.uid, act: 'block' });
    ann.send(note);
    bo.send({ ...note, to: ann.uid });
    await settled(ann, bo, ann);
    expect(heard(ann)).toEqual([]);
    expect(heard(bo)).toEqual([]);
    expect(ann.frames.filter(({ type }) => type === 'error')).toEqual([]);
  });

  test('[TY3] one a second of each account passes, from all its devices together', async () => {
    const strict = await startRelay({ environment: { RATE_LIMIT_SCALE: '1' } });
    try {
      const ann = await newPerson(strict.url, 'ann');
      const bo = await newPerson(strict.url, 'bo');
      await befriend(ann, bo);
      const laptop = await newDevice(ann);
      const note = { type: 'typing', to: bo.uid, typing: true } as const;
      for (const device of [ann, laptop, ann]) device.send(note);
      await settled(ann, laptop, bo);
      expect(heard(bo)).toHaveLength(1);
    } finally {
      await strict.stop();
    }
  });
});
