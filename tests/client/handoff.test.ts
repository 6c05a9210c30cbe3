import { describe, expect, test } from 'vitest';
import { SealError, type Sealer } from '#shared/client/ports.ts';
import { plainSealer } from '#tests/fakes/plain-sealer.ts';
import { quiet, until } from '#tests/fakes/until.ts';
import { texts } from './house.ts';
import { active, ending, inCall, phase } from './in-call.ts';

/** ann and bo talk, and ann has a phone, too. */
const withPhone = async (options?: Parameters<typeof inCall>[0]) => {
  const there = await inCall(options);
  const phone = await there.person('ann');
  await until(() => phase(phone) === 'other-device', 'the call of the other device');
  return { ...there, phone };
};

const isThere = (one: Parameters<typeof active>[0]) =>
  phase(one) === 'active' && active(one).path.state === 'connected';

test('[R19] [CA16] the call goes on at the other device with the same person, and the former lets go of everything', async () => {
  const { ann, bo, phone, talk } = await withPhone();
  const { call, answeredAt } = active(bo);
  const tones = bo.calling.tones.length;
  phone.client.call.moveHere();
  expect(active(phone)).toMatchObject({ call, microphone: { state: 'off' } });
  await until(() => isThere(phone) && active(phone).microphone.state === 'on', 'the path');
  await until(() => phone.calling.links[0]?.sent.get('audio') !== undefined, 'the microphone');
  expect(phone.calling.links[0]?.options).toMatchObject({ role: 'caller', again: true });

  await until(() => phase(ann) === 'ended', 'the word of it');
  expect(ending(ann)).toEqual({ kind: 'moved' });
  expect(ann.calling.tracks.map(({ readyState }) => readyState)).toEqual(['ended']);
  expect(ann.calling.links.map(({ closed }) => closed)).toEqual([true]);

  expect(active(bo)).toMatchObject({ call, answeredAt, path: { state: 'connected' } });
  expect(active(bo).peer.device).not.toBe(active(phone).peer.device);
  expect(bo.calling.links.map(({ closed }) => closed)).toEqual([false]);
  expect(bo.calling.tones.slice(tones)).toEqual([]);
  // What the new path says of itself counts.
  bo.calling.links[0]?.options.onEvent({ type: 'path-lost', ago: 0 });
  expect(active(bo).path.state).toBe('reconnecting');

  bo.client.chat.open(talk);
  ann.client.call.dismiss();
  expect(phase(ann)).toBe('other-device');
  phone.client.call.hangUp();
  await until(() => phase(bo) === 'ended' && phase(ann) === 'none', 'the end for all');
  expect(ending(bo)).toMatchObject({ reason: 'hang-up', by: 'them' });
  await until(() => texts(bo).length === 1, 'the one record');
  expect(texts(bo)).toEqual(['answered']);
});

test('[R19] it can be moved back', async () => {
  const { ann, bo, phone } = await withPhone();
  phone.client.call.moveHere();
  await until(() => isThere(phone) && phase(ann) === 'ended', 'the phone');
  ann.client.call.moveHere();
  await until(() => isThere(ann) && phase(phone) === 'ended', 'the way back');
  expect(ending(phone)).toEqual({ kind: 'moved' });
  expect(phone.calling.tracks.map(({ readyState }) => readyState)).toEqual(['ended']);
  await until(() => ann.calling.links.at(-1)?.sent.get('audio') !== undefined, 'the microphone');
  expect(isThere(bo)).toBe(true);
});

test('[R19] [CA19] a device that finds no path ends nothing, and the former one takes the call back', async () => {
  const { ann, bo, ...there } = await inCall();
  const phone = await there.person('bo');
  await until(() => phase(phone) === 'other-device', 'the call of the other device');
  phone.client.call.moveHere();
  await until(() => phone.calling.links.length === 1 && phase(bo) === 'ended', 'the phone');
  phone.calling.links[0]?.options.onEvent({ type: 'path-failed' });
  expect(active(phone).path.state).toBe('lost');
  expect(phone.calling.tracks.filter(({ readyState }) => readyState === 'live')).toEqual([]);
  await quiet();
  expect(ending(bo)).toEqual({ kind: 'moved' });
  bo.client.call.moveHere();
  await until(() => phase(phone) === 'ended' && phase(bo) === 'active', 'the way back');
  await until(() => bo.calling.links.length === 2, 'a path');
  bo.calling.links.at(-1)?.options.onEvent({ type: 'path-connected' });
  expect(ending(phone)).toEqual({ kind: 'moved' });
  expect([active(ann).call, active(bo).path.state]).toEqual([active(bo).call, 'connected']);
});

test('[R19] a screen that is chosen before the call is here is not captured on, and the person is told', async () => {
  const { phone, net } = await withPhone();
  net.setReachable(false);
  await until(() => phone.client.state().link.state === 'backing-off', 'the lost relay');
  phone.client.call.moveHere();
  // What captures is there.
  await quiet();
  phone.client.call.share('screen');
  await until(() => active(phone).shareRequest.state === 'failed', 'the word of it');
  expect(active(phone)).toMatchObject({ shareRequest: { reason: 'offline' }, shares: [] });
  expect(phone.calling.tracks.filter(({ readyState }) => readyState === 'live')).toEqual([]);
});

describe('[R19] [CA18] what was on at the former device', () => {
  type Phone = Awaited<ReturnType<typeof withPhone>>['phone'];
  const sent = ({ calling }: Phone, kind: 'audio' | 'video') => calling.links.at(-1)?.sent.get(kind);
  const arrive = async (phone: Phone) => {
    phone.client.call.moveHere();
    await until(() => isThere(phone) && active(phone).undecided === undefined, 'the path and the word of it');
  };

  test('who was muted is not heard, nor is the microphone opened, until they unmute', async () => {
    const { ann, phone } = await withPhone();
    ann.client.call.setMicrophone(false);
    await arrive(phone);
    expect(active(phone)).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' } });
    expect(phone.calling.tracks).toEqual([]);
    expect(sent(phone, 'audio')).toBeUndefined();
    phone.client.call.setMicrophone(true);
    await until(() => sent(phone, 'audio') !== undefined, 'the microphone');
  });

  test('a camera is on where it was on', async () => {
    const { ann, phone } = await withPhone();
    ann.client.call.setCamera(true);
    await until(() => active(ann).camera.state === 'on', 'the camera');
    await arrive(phone);
    await until(() => active(phone).camera.state === 'on' && active(phone).microphone.state === 'on', 'both');
    expect([sent(phone, 'audio'), sent(phone, 'video')]).not.toContain(undefined);
  });

  test('who was deafened is deafened', async () => {
    const { ann, phone } = await withPhone();
    ann.client.call.setDeafened(true);
    await arrive(phone);
    expect(active(phone)).toMatchObject({ deafened: true, microphone: { state: 'off' } });
    expect(phone.calling.tracks).toEqual([]);
    phone.client.call.setDeafened(false);
    await until(() => active(phone).microphone.state === 'on', 'the microphone');
  });

  test('where the former device does not say so, nobody is heard before they unmute', async () => {
    let refused = 0;
    const seal: Sealer['seal'] = async (plaintext, keys, secrets, context) => {
      if (context.purpose !== 'handover') return plainSealer.seal(plaintext, keys, secrets, context);
      refused += 1;
      throw new SealError();
    };
    const { phone } = await withPhone({
      ports: (ports) => ({ ...ports, sealer: async () => ({ ...plainSealer, seal }) }),
    });
    phone.client.call.moveHere();
    await until(() => isThere(phone) && refused === 1, 'the path, and no answer');
    await quiet();
    expect(active(phone).microphone.state).toBe('off');
    expect(phone.calling.tracks).toEqual([]);
    phone.client.call.setMicrophone(true);
    await until(() => sent(phone, 'audio') !== undefined, 'the microphone');
  });
});
