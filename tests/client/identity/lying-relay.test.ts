import { describe, expect, test } from 'vitest';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import { type DeviceList, deviceList } from '#shared/protocol/device-list.ts';
import type { RelayFrame } from '#shared/protocol/frames.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';
import { uuid } from '#tests/fakes/ids.ts';
import { createLyingRelay } from '#tests/fakes/lying-relay.ts';
import { plainSignature } from '#tests/fakes/plain-identities.ts';
import { quiet, until } from '#tests/fakes/until.ts';
import { createHouse, deliveries, texts } from '../house.ts';

type Devices = Extract<RelayFrame, { type: 'devices' }>;

const inDevices =
  (change: (frame: Devices) => Devices) =>
  (frame: RelayFrame): RelayFrame =>
    frame.type === 'devices' ? change(frame) : frame;

const read = ({ text }: SignedDeviceList): DeviceList => deviceList.parse(JSON.parse(text));

/** ann, and bo whose relay may lie to him. */
const pairWithLiar = async () => {
  const house = createHouse();
  const liar = createLyingRelay();
  const ann = await house.person('ann');
  const bo = await house.person('bo', { ports: liar.ports });
  house.relay.befriend(ann.uid, bo.uid);
  const talk = directConversation(ann.uid, bo.uid);
  const ghost: DeviceKeys = {
    account: ann.uid,
    device: uuid(0x605),
    signing_key: 'Z2hvc3Q=',
    prekey: { id: 1, key: '', signature: '' },
  };
  for (const { client } of [ann, bo]) client.chat.open(talk);
  const doubts = () => bo.client.state().identity.doubts;
  /** Says something of ann's lists from now on; bo hears that they have changed. */
  const tellOfLists = (change: (list: SignedDeviceList) => SignedDeviceList): void => {
    liar.tell(
      inDevices((frame) => ({
        ...frame,
        lists: frame.lists.map((list) => (read(list).account === ann.uid ? change(list) : list)),
      })),
    );
  };
  const say = async (text: string): Promise<void> => {
    // What was told of devices is old by now.
    house.clock.advance(3_600_000);
    await bo.client.chat.send(talk, text);
    await until(() => texts(bo).at(-1) === text && deliveries(bo).at(-1) === 'sent', text);
  };
  /** How many devices bo's newest message went to. */
  const boxes = () => house.relay.accepted.findLast(({ to }) => to === ann.uid)?.sealed.length;
  return { ...house, liar, ann, bo, talk, ghost, doubts, tellOfLists, say, boxes };
};

describe('a relay that lies', () => {
  test('[DL6] adds a device that ann has not confirmed: nothing is sealed for it, and bo is told', async () => {
    const { liar, ghost, doubts, say, relay, ann } = await pairWithLiar();
    liar.tell(inDevices((frame) => ({ ...frame, devices: [...frame.devices, ghost] })));
    await say('for ann alone');
    expect(relay.accepted.at(-1)?.sealed.map(({ device }) => device)).toEqual(
      relay.devicesOf(ann.uid).map(({ device }) => device),
    );
    expect(doubts()).toEqual([{ account: ann.uid, what: 'ghost' }]);
  });

  test('[DL6] puts its own signing key in the place of a listed device’s: it is a ghost, too', async () => {
    const { liar, doubts, ann, bo, talk, clock } = await pairWithLiar();
    liar.tell(
      inDevices((frame) => ({
        ...frame,
        devices: frame.devices.map((keys) => (keys.account === ann.uid ? { ...keys, signing_key: 'Z2hvc3Q=' } : keys)),
      })),
    );
    clock.advance(3_600_000);
    await bo.client.chat.send(talk, 'for nobody');
    await until(() => deliveries(bo).includes('failed'));
    expect(doubts()).toEqual([{ account: ann.uid, what: 'ghost' }]);
  });

  test('[DL6] passes on what a ghost says in ann’s name: it is not opened', async () => {
    const { liar, ghost, ann, bo, talk } = await pairWithLiar();
    liar.tell((frame) => {
      if (frame.type === 'devices') return { ...frame, devices: [...frame.devices, ghost] };
      if (frame.type !== 'deliver') return frame;
      const items = frame.items.map((item) =>
        item.kind === 'envelope'
          ? { ...item, envelope: { ...item.envelope, from: { account: ann.uid, device: ghost.device } } }
          : item,
      );
      return { ...frame, items };
    });
    await ann.client.chat.send(talk, 'hello');
    await until(() => bo.client.state().notices.length > 0);
    expect(bo.client.state().notices).toMatchObject([{ reason: 'unsealable' }]);
    expect(texts(bo)).toEqual([]);
  });

  test('[DL5] signs nothing, shows a former list, or two of one version: the known one goes on, and bo is told', async () => {
    const { relay, ann, doubts, tellOfLists, say, boxes, person, bo } = await pairWithLiar();
    await say('first');
    const first = relay.listOf(ann.uid);
    await person('ann');
    await until(() => relay.listOf(ann.uid) !== first);
    await say('second');
    expect(boxes()).toBe(2);
    if (!first) throw new Error('ann has no list');

    const forms: readonly [string, (list: SignedDeviceList) => SignedDeviceList][] = [
      ['older', () => first],
      ['contradicting', (list) => forged(read(list), { devices: read(first).devices })],
      ['contradicting', (list) => forged(read(list), { version: 3, previous: 'AAAA' })],
      ['unsigned', (list) => ({ ...list, signature: 'AAAA' })],
    ];
    for (const [what, change] of forms) {
      for (const doubt of doubts()) bo.client.identity.dismissDoubt(doubt);
      tellOfLists(change);
      await say(`${what}, ${change}`);
      expect(doubts(), what).toEqual([{ account: ann.uid, what }]);
      expect(boxes(), what).toBe(2);
    }
  });

  test('[DL5] another identity: taken and shown where ann was not verified, refused until confirmed where she was', async () => {
    const { ann, bo, tellOfLists, say, talk, clock } = await pairWithLiar();
    await say('to the ann that was met');
    const standing = () => bo.client.state().identity.people.get(ann.uid);
    expect(standing()).toBeUndefined();
    tellOfLists((list) => forged(read(list), { identity_key: 'c29tZW9uZSBlbHNl' }));
    await say('to whoever it is');
    await until(() => standing() === 'replaced');

    await bo.home.history().changePin(ann.uid, (pin) => {
      if (!pin) throw new Error('Not met');
      return { ...pin, verified: true };
    });
    tellOfLists((list) => forged(read(list), { identity_key: 'YSB0aGlyZCBvbmU=' }));
    clock.advance(3_600_000);
    await bo.client.chat.send(talk, 'to nobody');
    await until(() => deliveries(bo).includes('failed'));
    expect(bo.client.state().chat.open?.items.at(-1)).toMatchObject({ delivery: { reason: 'identity_changed' } });
    expect(standing()).toBe('offered');
  });

  test('[DL8] shows ann’s list to bo and another to ann: a message says so', async () => {
    const { liar, ann, bo, talk, say, doubts, relay } = await pairWithLiar();
    const split = forged(read(relay.listOf(ann.uid) as SignedDeviceList), { previous: 'AAAA' });
    liar.tell(
      inDevices((frame) => ({
        ...frame,
        lists: frame.lists.map((list) => (read(list).account === ann.uid ? split : list)),
      })),
    );
    await say('hello');
    expect(doubts()).toEqual([]);
    await ann.client.chat.send(talk, 'hello');
    await until(() => doubts().length > 0);
    expect(doubts()).toEqual([{ account: ann.uid, what: 'split' }]);
    expect(texts(bo)).toContain('hello');
    await until(() => ann.client.state().identity.doubts.length > 0);
    expect(ann.client.state().identity.doubts).toEqual([{ account: ann.uid, what: 'split' }]);
  });

  test('[DL8] keeps back ann’s newest list: a message says so', async () => {
    const { ann, talk, say, doubts, relay, tellOfLists, person } = await pairWithLiar();
    await say('hello');
    const first = relay.listOf(ann.uid) as SignedDeviceList;
    tellOfLists(() => first);
    await person('ann');
    await ann.client.chat.send(talk, 'hello');
    await until(() => doubts().some(({ what }) => what === 'withheld'));
  });

  test('[DL5] withholds the list of one’s own account: the device stays confirmed by what it has signed', async () => {
    const { liar, bo, relay } = await pairWithLiar();
    liar.tell(inDevices((frame) => ({ ...frame, lists: [] })));
    relay.announceDevices(bo.uid);
    await quiet();
    expect(bo.client.state().identity.device).toBe('confirmed');
  });
});

/** A list that the identity key did sign, as far as anyone can see: the fake's signatures can be made by all. */
const forged = (list: DeviceList, change: Partial<DeviceList>): SignedDeviceList => {
  const next = { ...list, ...change };
  return plainSignature(next.identity_key, JSON.stringify(next));
};
