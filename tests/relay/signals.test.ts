import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, newDevice, newPerson, sealed, type TestDevice } from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const ringing = async (): Promise<[TestDevice, TestDevice, string]> => {
  const ann = await newPerson(relay.url, 'ann');
  const bo = await newPerson(relay.url, 'bo');
  await befriend(ann, bo);
  const call = crypto.randomUUID();
  await ann.ask({ type: 'call-invite', call, callee: bo.uid, media: 'audio' });
  bo.send({ type: 'call-ringing', call });
  await ann.next('call', ({ record }) => record.state === 'ringing');
  return [ann, bo, call];
};

const signal = (to: TestDevice, call: string, text = 'a candidate') =>
  ({ type: 'candidate', to: to.endpoint, call, box: sealed(text) }) as const;

const refusal = async (device: TestDevice) => (await device.next('error')).error_code;

describe('signals', () => {
  test.each(['offer', 'answer', 'candidate', 'restart', 'leave'] as const)(
    '[SG1] %s passes with `from` before its own text',
    async (type) => {
      const [ann, bo, call] = await ringing();
      const frame = { ...signal(bo, call), type };
      ann.send(frame);
      expect(await bo.next(type)).toEqual({ ...frame, from: ann.endpoint });
      bo.send({ ...frame, to: ann.endpoint });
      expect(await ann.next(type)).toEqual({ ...frame, to: ann.endpoint, from: bo.endpoint });
    },
  );

  test('[SG1] nobody can write `from` for another', async () => {
    const [ann, bo, call] = await ringing();
    ann.sendText(JSON.stringify({ ...signal(bo, call), from: 'somebody-else' }));
    expect(await refusal(ann)).toBe('bad_request');
    ann.sendText(`  ${JSON.stringify(signal(bo, call))}`);
    expect(await bo.next('candidate')).toMatchObject({ from: ann.endpoint });
  });

  test('[SG2] [CA16] nobody outside the call, no device that does not ring, no call that is over', async () => {
    const [ann, bo, call] = await ringing();
    const cy = await newPerson(relay.url, 'cy');
    const boPhone = await newDevice(bo);
    const annPhone = await newDevice(ann);
    for (const [from, to] of [
      [cy, bo],
      [ann, cy],
      [ann, boPhone],
      [boPhone, ann],
      [annPhone, bo],
      [ann, annPhone],
      [ann, ann],
    ] as const) {
      from.send(signal(to, call));
      expect(await refusal(from)).toBe('endpoint_gone');
    }
    ann.send(signal(bo, crypto.randomUUID()));
    expect(await refusal(ann)).toBe('endpoint_gone');
    ann.send({ ...signal(bo, call), to: 'nobody-1' });
    expect(await refusal(ann)).toBe('endpoint_gone');

    boPhone.send({ type: 'call-ringing', call });
    await boPhone.ask({ type: 'call-accept', call });
    ann.send(signal(boPhone, call));
    expect(await boPhone.next('candidate')).toMatchObject({ from: ann.endpoint });
    ann.send(signal(bo, call)); // it rang, and another answered
    expect(await refusal(ann)).toBe('endpoint_gone');

    await annPhone.ask({ type: 'call-join', call, from_device: ann.device });
    annPhone.send(signal(boPhone, call));
    expect(await boPhone.next('candidate')).toMatchObject({ from: annPhone.endpoint });
    ann.send(signal(boPhone, call)); // it was in it, and the call was moved
    expect(await refusal(ann)).toBe('endpoint_gone');
    await annPhone.ask({ type: 'call-end', call });
    annPhone.send(signal(boPhone, call));
    expect(await refusal(annPhone)).toBe('endpoint_gone');
    expect([...bo.frames, ...cy.frames].filter(({ type }) => type === 'candidate')).toEqual([]);
  });

  test('[SG3] many signals arrive in the order in which they were sent', async () => {
    const [ann, bo, call] = await ringing();
    for (let count = 0; count < 200; count++) ann.send(signal(bo, call, String(count)));
    const texts = [];
    for (let count = 0; count < 200; count++)
      texts.push(Buffer.from((await bo.next('candidate')).box.ciphertext, 'base64').toString());
    expect(texts).toEqual(Array.from({ length: 200 }, (_, index) => String(index)));
  });
});
