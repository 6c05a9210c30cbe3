import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import { DEVICE_LIST_LABEL, type DeviceList } from '#shared/protocol/device-list.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import {
  befriend,
  devicesOf,
  type FrameOf,
  newDevice,
  newPerson,
  request,
  say,
  type TestDevice,
} from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

interface Owner {
  readonly key: string;
  readonly secret: KeyObject;
}

const newOwner = (): Owner => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { key: Buffer.from(x, 'base64url').toString('base64'), secret: privateKey };
};

const signed = (owner: Owner, list: DeviceList, label = DEVICE_LIST_LABEL): SignedDeviceList => {
  const text = JSON.stringify(list);
  return { text, signature: sign(null, Buffer.from(label + text), owner.secret).toString('base64') };
};

const hash = ({ text }: SignedDeviceList): string => createHash('sha256').update(text).digest('base64');

const listOf = (
  owner: Owner,
  account: AccountId,
  devices: readonly DeviceKeys[],
  before?: SignedDeviceList,
): DeviceList => ({
  account,
  identity_key: owner.key,
  version: before ? JSON.parse(before.text).version + 1 : 1,
  previous: before ? hash(before) : '',
  devices: devices.map(({ device, signing_key }) => ({ device, signing_key, added_at: 1 })),
});

const publish = (from: TestDevice, list: SignedDeviceList) => from.ask({ type: 'device-list', list });

const ofPerson = async (asker: TestDevice, account: AccountId): Promise<FrameOf<'devices'>> =>
  (await asker.ask({ type: 'devices', accounts: [account] })) as FrameOf<'devices'>;

/** ann with a list that names her one device. */
const listedPerson = async (name: string) => {
  const person = await newPerson(relay.url, name);
  const owner = newOwner();
  const first = signed(owner, listOf(owner, person.uid, await devicesOf(person, person.uid)));
  expect(await publish(person, first)).toMatchObject({ type: 'ok' });
  return { person, owner, first };
};

describe('device lists at the relay', () => {
  test('[DL1] a list comes back as it was signed, also after a restart', async () => {
    const { person, first } = await listedPerson('ann');
    expect((await ofPerson(person, person.uid)).lists).toEqual([first]);
    await relay.kill();
    await relay.start();
    const again = await person.again();
    expect((await ofPerson(again, person.uid)).lists).toEqual([first]);
  });

  test('[DL2] a list that does not follow the present one is refused, and so is every other fault', async () => {
    const { person: ann, owner, first } = await listedPerson('ann');
    const { person: bo } = await listedPerson('bo');
    const devices = await devicesOf(ann, ann.uid);
    const next = listOf(owner, ann.uid, devices, first);
    const refusal = async (list: SignedDeviceList) => (await publish(ann, list)) as FrameOf<'error'>;

    expect(await refusal(first), 'the same again').toMatchObject({ error_code: 'stale_devices' });
    expect(await refusal(signed(owner, { ...next, version: 3 }))).toMatchObject({ error_code: 'stale_devices' });
    expect(await refusal(signed(owner, { ...next, previous: hash(signed(owner, next)) }))).toMatchObject({
      error_code: 'stale_devices',
    });
    for (const wrong of [
      signed(owner, { ...next, account: bo.uid }),
      signed(newOwner(), next),
      signed(owner, next, 'tincan.prekey.v1'),
      signed(owner, { ...next, identity_key: 'AAAA' }),
      signed(owner, { ...next, devices: [] }),
      { ...signed(owner, next), text: '{' },
    ])
      expect(await refusal(wrong)).toMatchObject({ error_code: 'bad_request' });

    const [one, other] = await Promise.all([
      publish(ann, signed(owner, next)),
      publish(ann, signed(owner, { ...next, devices: next.devices.map((device) => ({ ...device, added_at: 2 })) })),
    ]);
    expect([one.type, other.type].sort()).toEqual(['error', 'ok']);
  });

  test('[DL3] [MB6] a device that is not on the list gets no boxes, and only its owner is told of it', async () => {
    const { person: ann, owner, first } = await listedPerson('ann');
    const { person: bo } = await listedPerson('bo');
    await befriend(ann, bo);
    const second = await newDevice(ann);

    expect((await devicesOf(bo, ann.uid)).map(({ device }) => device)).toEqual([ann.device]);
    expect(await devicesOf(ann, ann.uid)).toHaveLength(2);
    expect(await say(bo, ann.uid, 'before')).toMatchObject({ type: 'sent' });

    const next = signed(owner, listOf(owner, ann.uid, await devicesOf(ann, ann.uid), first));
    expect(await publish(second, next)).toMatchObject({ type: 'ok' });
    expect(await devicesOf(bo, ann.uid)).toHaveLength(2);
    expect(await say(bo, ann.uid, 'after')).toMatchObject({ type: 'sent' });
    const { items } = await second.next('deliver');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ seq: 1 });
  });

  test('[DL3] boxes for all devices of somebody with a list are refused, the unlisted ones included', async () => {
    const { person: ann } = await listedPerson('ann');
    const bo = await newPerson(relay.url, 'bo');
    await befriend(ann, bo);
    const boxes = await devicesOf(bo, ann.uid);
    const ghost = await newDevice(ann);
    const { envelopeFor, sealed } = await import('./test-client.ts');
    const envelope = await envelopeFor(bo, ann.uid);
    expect(envelope.sealed).toHaveLength(boxes.length);
    const withGhost = {
      ...envelope,
      sealed: [...envelope.sealed, { account: ann.uid, device: ghost.device, box: sealed() }],
    };
    expect(await bo.ask({ type: 'send', envelope: withGhost })).toMatchObject({ error_code: 'stale_devices' });
  });

  test('[DL4] [RO4] whoever is blocked neither hears of a new list nor is shown it, and who blocks hears no more', async () => {
    const { person: ann, owner, first } = await listedPerson('ann');
    const { person: bo, owner: other, first: former } = await listedPerson('bo');
    await befriend(ann, bo);
    const shown = await bo.ask({ type: 'devices', accounts: [ann.uid, bo.uid] });
    await ann.ask({ type: 'contact', account: bo.uid, act: 'block' });
    await newDevice(ann);
    await publish(ann, signed(owner, listOf(owner, ann.uid, await devicesOf(ann, ann.uid), first)));
    const now = await bo.ask({ type: 'devices', accounts: [ann.uid, bo.uid] });
    expect({ ...now, id: '' }).toEqual({ ...shown, id: '' });
    expect(bo.frames.filter((frame) => frame.type === 'devices-changed' && frame.account === ann.uid)).toEqual([]);
    await publish(bo, signed(other, listOf(other, bo.uid, await devicesOf(bo, bo.uid), former)));
    await bo.next('devices-changed', ({ account }) => account === bo.uid);
    await devicesOf(ann, ann.uid);
    expect(ann.frames.filter((frame) => frame.type === 'devices-changed' && frame.account === bo.uid)).toEqual([]);
  });

  test('[DL11] [RO4] lists that were followed come before the present one where they are asked for, not to whoever is blocked', async () => {
    const { person: ann, owner, first } = await listedPerson('ann');
    const { person: bo } = await listedPerson('bo');
    await befriend(ann, bo);
    const devices = await devicesOf(ann, ann.uid);
    const lists = [first];
    const asked = async (after: number) =>
      ((await bo.ask({ type: 'devices', accounts: [ann.uid], after })) as FrameOf<'devices'>).lists;
    const publishMore = async (count: number): Promise<void> => {
      for (; count > 0; count -= 1) {
        const next = signed(owner, listOf(owner, ann.uid, devices, lists.at(-1)));
        expect(await publish(ann, next)).toMatchObject({ type: 'ok' });
        lists.push(next);
      }
    };
    expect(await asked(1)).toEqual(lists);
    await publishMore(3);
    expect(await asked(1)).toEqual(lists.slice(1));
    expect(await asked(3)).toEqual(lists.slice(3));
    expect((await ofPerson(bo, ann.uid)).lists).toEqual(lists.slice(3));
    const both = await bo.ask({ type: 'devices', accounts: [ann.uid, bo.uid], after: 1 });
    expect(both, 'of two').toMatchObject({ lists: [lists[3], expect.anything()] });
    await publishMore(32);
    expect(await asked(1), 'the last 32, and the present one').toEqual(lists.slice(-33));
    await ann.ask({ type: 'contact', account: bo.uid, act: 'block' });
    expect(await asked(1)).toEqual(lists.slice(-1));
  });

  test('[DL4] own devices hear of a device that comes or goes, contacts of a new list alone', async () => {
    const { person: ann, owner, first } = await listedPerson('ann');
    const { person: bo } = await listedPerson('bo');
    await befriend(ann, bo);
    await ann.next('devices-changed');
    const heard = () => bo.frames.filter((frame) => frame.type === 'devices-changed' && frame.account === ann.uid);
    const second = await newDevice(ann);
    expect(await ann.next('devices-changed')).toEqual({ type: 'devices-changed', account: ann.uid });
    const next = signed(owner, listOf(owner, ann.uid, await devicesOf(ann, ann.uid), first));
    await publish(ann, next);
    expect(await bo.next('devices-changed', ({ account }) => account === ann.uid)).toMatchObject({ account: ann.uid });
    expect(heard()).toEqual([]);
    await second.next('devices-changed');
    await ann.next('devices-changed');
    await request(relay.url, `/api/sessions/${second.device}`, { method: 'DELETE', token: ann.session.token });
    await ann.next('devices-changed');
    expect(heard()).toEqual([]);
  });

  test('[DL7] a link frame reaches the other own device alone, and is nowhere to be found afterwards', async () => {
    const { person: ann } = await listedPerson('ann');
    const { person: bo } = await listedPerson('bo');
    const second = await newDevice(ann);
    const body = Buffer.from('between own devices').toString('base64');
    expect(await ann.ask({ type: 'link', to: second.device, body })).toMatchObject({ type: 'ok' });
    expect(await second.next('link')).toEqual({ type: 'link', from: ann.device, body });
    expect(await ann.ask({ type: 'link', to: bo.device, body })).toMatchObject({ error_code: 'endpoint_gone' });
    second.close();
    await second.closed;
    expect(await ann.ask({ type: 'link', to: second.device, body })).toMatchObject({ error_code: 'endpoint_gone' });
    const again = await second.again();
    await again.ask({ type: 'devices', accounts: [ann.uid] });
    expect(again.frames.filter(({ type }) => type === 'link')).toEqual([]);
  });
});
