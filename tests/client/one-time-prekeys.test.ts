import { describe, expect, test, vi } from 'vitest';
import { identityKeys } from '#shared/client/identity/keys.ts';
import { createOneTimeShelf } from '#shared/client/mail/one-time-prekeys.ts';
import type { History, Ports } from '#shared/client/ports.ts';
import type { Line } from '#shared/client/relay/line.ts';
import { hpkeSealer } from '#shared/client/seal/hpke.ts';
import { failed } from '#shared/core/reason.ts';
import { FIRST_ONE_TIME_ID } from '#shared/protocol/account.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { SealedBox } from '#shared/protocol/envelope.ts';
import type { RelayFrame } from '#shared/protocol/frames.ts';
import { createFakeClock } from '#tests/fakes/fake-clock.ts';
import { createLyingRelay, type Lie } from '#tests/fakes/lying-relay.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse, deliveries, texts } from './house.ts';
import { signedPrekey } from './seal/devices.ts';

type OneTime = Extract<RelayFrame, { type: 'one-time-prekeys' }>;

const HOUR = 3_600_000;
const isOneTime = (prekey: number): boolean => prekey >= FIRST_ONE_TIME_ID;

/** Keys that are really keys. */
const sealing = (ports: Ports): Ports => ({
  ...ports,
  sealer: async () => hpkeSealer,
  identities: async () => identityKeys,
});

/** ann and bo, whose keys are really keys, and who both have one-time ones at the relay; it may lie to ann. */
const pair = async (anns: (ports: Ports) => Ports = (ports) => ports) => {
  const house = createHouse();
  const liar = createLyingRelay();
  const ann = await house.person('ann', { ports: (ports) => anns(liar.ports(sealing(ports))) });
  const bo = await house.person('bo', { ports: sealing });
  house.relay.befriend(ann.uid, bo.uid);
  const [phone] = house.relay.devicesOf(bo.uid);
  const [annsPhone] = house.relay.devicesOf(ann.uid);
  if (!phone || !annsPhone) throw new Error('There are no devices');
  await until(() => house.relay.oneTimePrekeys(phone.device).length === 100, 'one-time prekeys');
  await until(() => ann.client.state().roster.contacts.size === 1);
  const talk = directConversation(ann.uid, bo.uid);
  for (const { client } of [ann, bo]) client.chat.open(talk);
  /** The boxes that the relay has taken for bo, in order. */
  const boxes = (): readonly SealedBox[] =>
    house.relay.accepted.filter(({ to }) => to === bo.uid).flatMap(({ sealed }) => sealed);
  const say = async (text: string): Promise<void> => {
    await ann.client.chat.send(talk, text);
    await until(() => texts(bo).includes(text), text);
  };
  return { ...house, liar, ann, bo, phone, annsPhone, talk, boxes, say };
};

describe('a one-time prekey', () => {
  test('[PK4] [PK5] opens its own message, and then nothing any more', async () => {
    const { bo, say, boxes, annsPhone, phone, relay } = await pair();
    const history = bo.home.history();
    const before = await history.oneTimeKeys();
    await say('one');
    await say('two');
    const used = boxes().map(({ box }) => box.prekey);
    expect(used.every(isOneTime)).toBe(true);
    expect(new Set(used).size).toBe(used.length);
    expect(await history.oneTimeKeys()).toBe(before - used.length);
    for (const id of used) expect(await history.oneTimeKey(id)).toBeUndefined();

    const secrets = await history.secrets();
    const [envelope] = relay.accepted.filter(({ to }) => to === bo.uid);
    const box = envelope?.sealed[0]?.box;
    if (!secrets || !box) throw new Error('There is nothing to open');
    const from = { account: annsPhone.account, device: annsPhone.device };
    const to = { account: phone.account, device: phone.device };
    const context = { purpose: 'message', subject: envelope.id, from, to } as const;
    expect(await hpkeSealer.open(box, annsPhone, secrets, context)).toEqual({ ok: false, reason: 'unsealable' });
  });

  test('[PK4] where the relay has none, the prekey is taken', async () => {
    const { liar, say, boxes } = await pair();
    liar.tell((frame) => (frame.type === 'one-time-prekeys' ? { ...frame, prekeys: [] } : frame));
    await say('one');
    expect(boxes().map(({ box }) => isOneTime(box.prekey))).toEqual([false]);
  });

  test('[PK4] one that its device has not signed is not used', async () => {
    const { liar, say, boxes, relay, annsPhone } = await pair();
    const [anothers] = relay.oneTimePrekeys(annsPhone.device);
    if (!anothers) throw new Error('ann has none');
    const lies: readonly Lie[] = [
      (frame) =>
        frame.type === 'one-time-prekeys'
          ? { ...frame, prekeys: frame.prekeys.map((given) => ({ ...given, prekey: anothers })) }
          : frame,
      (frame) =>
        frame.type === 'one-time-prekeys'
          ? {
              ...frame,
              prekeys: frame.prekeys.map(({ device, prekey }) => ({
                device,
                prekey: { ...prekey, id: prekey.id + 1 },
              })),
            }
          : frame,
    ];
    for (const [index, lie] of lies.entries()) {
      liar.tell(lie);
      await say(`lie ${index}`);
      expect(isOneTime(boxes().at(-1)?.box.prekey ?? 0)).toBe(false);
    }
  });

  test('[PK5] that is given out again opens nothing, and the device renews its keys', async () => {
    const { liar, ann, bo, talk, say, boxes } = await pair();
    let first: OneTime | undefined;
    const remember: Lie = (frame) => {
      if (frame.type === 'one-time-prekeys') first ??= frame;
      return frame;
    };
    liar.tell(remember);
    await say('one');
    const setBack: Lie = (frame) =>
      frame.type === 'one-time-prekeys' ? { ...frame, prekeys: first?.prekeys ?? [] } : frame;
    liar.tell(setBack);
    // What was asked for with the first message is good.
    await say('two');
    await ann.client.chat.send(talk, 'three');
    await until(() => bo.client.state().notices.length > 0, 'a notice');
    expect(bo.client.state().notices).toMatchObject([{ reason: 'unsealable' }]);
    expect(boxes()[2]?.box.prekey).toBe(boxes()[0]?.box.prekey);
    await vi.waitFor(async () =>
      expect((await bo.home.history().secrets())?.prekeys.map(({ id }) => id)).toEqual([1, 2, 3]),
    );
  });

  test('[PK5] what two contexts are brought at once is opened by one of them, and neither misses it', async () => {
    const { ann, bo, talk } = await pair();
    /** Its keys are looked for when the first context has stored everything. */
    const late = (history: History): History =>
      Object.assign(Object.create(history) as History, {
        oneTimeKey: async (id: number) => {
          await until(() => texts(bo).length === 10);
          return history.oneTimeKey(id);
        },
      });
    const second = bo.home.open({ ports: (ports) => ({ ...sealing(ports), history: late(ports.history) }) });
    await until(() => second.client.state().link.state === 'online');
    second.client.chat.open(talk);
    const said = Array.from({ length: 10 }, (_, index) => `message ${index}`);
    for (const text of said) await ann.client.chat.send(talk, text);
    await until(() => texts(bo).length === 10 && texts(second).length === 10);
    await quiet();
    for (const { client } of [bo, second]) expect(client.state().notices).toEqual([]);
  });

  test('[PK5] [MB3] is kept for boxes that are sent again a day later', async () => {
    const sent: ClientFrame[] = [];
    let lost = false;
    const { ann, bo, talk, clock, net, relay, phone } = await pair((ports) => ({
      ...ports,
      openSocket: (relay, ticket, events) => {
        const socket = ports.openSocket(relay, ticket, events);
        const send = (frame: ClientFrame): void => {
          if (frame.type === 'send') sent.push(frame);
          if (frame.type !== 'send' || !lost) socket.send(frame);
        };
        return { ...socket, send };
      },
    }));
    const isBack = () => [ann, bo].every(({ client }) => client.state().link.state === 'online');
    /** Everybody comes back, bo's keys are renewed and his mailbox has its time. */
    const pass = async (hours: number): Promise<void> => {
      net.cut();
      clock.advance(hours * HOUR);
      await passing(clock, isBack);
      const now = clock.now();
      await passing(clock, () => clock.now() - now > 11 * 60_000, HOUR);
      await quiet();
    };
    await pass(23);
    lost = true;
    await ann.client.chat.send(talk, 'late');
    await until(() => sent.length > 0);
    await pass(23);
    const renewed = relay.devicesOf(bo.uid).find(({ device }) => device === phone.device)?.prekey.id;
    expect(renewed).toBeGreaterThan(phone.prekey.id);
    lost = false;
    net.cut();
    await passing(clock, () => deliveries(ann)[0] !== 'queued');
    await until(() => texts(bo).join() === 'late');
    const boxes = sent.flatMap((frame) => (frame.type === 'send' ? frame.envelope.sealed : []));
    expect(new Set(boxes.map(({ box }) => box.prekey)).size).toBe(1);
    expect(isOneTime(boxes[0]?.box.prekey ?? 0)).toBe(true);
  });
});

test('a device whose prekey nothing can be sealed for keeps back what is for it, and nothing else', async () => {
  const { person, relay, liar, ann, bo, phone, talk } = await pair();
  const cy = await person('cy', { ports: sealing });
  relay.befriend(ann.uid, cy.uid);
  const secrets = await bo.home.history().secrets();
  if (!secrets) throw new Error('bo has no keys');
  const prekey = await signedPrekey(secrets.signing, 2, new Uint8Array(32));
  liar.tell((frame) => {
    if (frame.type === 'one-time-prekeys') return { ...frame, prekeys: [] };
    if (frame.type !== 'devices') return frame;
    return {
      ...frame,
      devices: frame.devices.map((keys) => (keys.device === phone.device ? { ...keys, prekey } : keys)),
    };
  });
  const withCy = directConversation(ann.uid, cy.uid);
  cy.client.chat.open(withCy);
  await ann.client.chat.send(talk, 'to bo');
  await ann.client.chat.send(withCy, 'to cy');
  await until(() => texts(cy).join() === 'to cy', 'what is for cy');
  expect(deliveries(ann)).toEqual(['failed']);
  expect(ann.client.state().notices).toEqual([]);
});

describe('those that are left at the relay', () => {
  /** Someone who asks for bo's and uses none. */
  const asker = async () => {
    const house = createHouse();
    const ann = await house.person('ann');
    const bo = await house.person('bo');
    house.relay.befriend(ann.uid, bo.uid);
    const [phone] = house.relay.devicesOf(bo.uid);
    const [annsPhone] = house.relay.devicesOf(ann.uid);
    if (!phone || !annsPhone) throw new Error('There are no devices');
    const left = () => house.relay.oneTimePrekeys(phone.device).length;
    await until(() => left() === 100, 'one-time prekeys');
    const endpoint = house.relay.open(ann.uid, annsPhone.device, { frame: () => undefined, closed: () => undefined });
    const ask = (times: number): void => {
      for (let time = 0; time < times; time += 1)
        endpoint.receive({ type: 'one-time-prekeys', id: '1', accounts: [bo.uid] });
    };
    const kept = () => bo.home.history().oneTimeKeys();
    const ids = async () => (await bo.home.history().secrets())?.prekeys.map(({ id }) => id);
    return { bo, left, ask, kept, ids };
  };

  test('[PK3] are made a hundred again when fewer than twenty are left, once for all contexts', async () => {
    const { bo, left, ask, kept, ids } = await asker();
    const popup = bo.home.open({ calling: false });
    await until(() => popup.client.state().link.state === 'online');
    ask(80);
    await quiet();
    expect([left(), await ids()]).toEqual([20, [1, 2]]);
    ask(1);
    await until(() => left() === 100);
    await quiet();
    expect(await ids()).toEqual([1, 2, 3]);
    // Those that were given out may have been sealed for.
    expect(await kept()).toBe(200);
  });

  test('[PK3] are not made again for ever where nobody uses them', async () => {
    const { left, ask, kept } = await asker();
    for (let time = 0; time < 9; time += 1) {
      ask(81);
      await until(() => left() === 100, `${time + 1} times`);
      await vi.waitFor(async () => expect(await kept()).toBe((time + 2) * 100));
    }
    ask(90);
    await quiet();
    expect([left(), await kept()]).toEqual([10, 1_000]);
  });
});

describe('what was given out for the next message', () => {
  const scene = () => {
    const clock = createFakeClock();
    let answers: 'given' | 'none' | 'offline' = 'given';
    let asked = 0;
    const request = async () => {
      asked += 1;
      if (answers === 'offline') return failed('offline');
      const prekey = { id: FIRST_ONE_TIME_ID + asked, key: '', signature: '' };
      const prekeys = answers === 'given' ? [{ device: 'phone', prekey }] : [];
      return { ok: true, value: { type: 'one-time-prekeys', id: '1', prekeys } };
    };
    const shelf = createOneTimeShelf(clock, { request } as unknown as Line);
    const take = async () => ((await shelf.take(['ann', 'bo'])).get('phone')?.id ?? 0) % FIRST_ONE_TIME_ID;
    return {
      clock,
      shelf,
      take,
      asked: () => asked,
      answer: (next: typeof answers) => {
        answers = next;
      },
    };
  };

  test('[PK4] is there without another question, and used once', async () => {
    const { shelf, take, asked } = scene();
    expect(await take()).toBe(1);
    shelf.restock(['ann', 'bo']);
    shelf.restock(['ann', 'bo']);
    expect(asked()).toBe(2);
    expect(await Promise.all([take(), take()])).toEqual([2, 3]);
    expect(asked()).toBe(3);
  });

  test('[PK4] is not used after an hour', async () => {
    const { clock, shelf, take } = scene();
    shelf.restock(['ann', 'bo']);
    clock.advance(HOUR);
    expect(await take()).toBe(2);
  });

  test('[PK4] where there was none, none is asked for within a minute', async () => {
    for (const without of ['none', 'offline'] as const) {
      const { clock, shelf, take, asked, answer } = scene();
      answer(without);
      expect(await take()).toBe(0);
      answer('given');
      clock.advance(59_000);
      shelf.restock(['ann', 'bo']);
      expect(await take()).toBe(0);
      expect(asked()).toBe(1);
      clock.advance(1_000);
      expect(await take()).toBe(2);
    }
  });
});
