import { describe, expect, test } from 'vitest';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import type { OutgoingEnvelope } from '#shared/protocol/envelope.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse, deliveries, summaryOf, texts } from './house.ts';

/** Ann and bo with their conversation open, nobody looking at it. */
const opened = async () => {
  const house = createHouse();
  const people = await house.pair();
  const { ann, bo, talk } = people;
  ann.client.chat.open(talk);
  bo.client.chat.open(talk);
  const { clock, relay } = house;
  /** Everything that has to be said has been said. */
  const settled = async (): Promise<void> => {
    for (let second = 0; second < 3; second += 1) {
      await quiet();
      clock.advance(1_000);
    }
    await quiet();
  };
  const sent = (): readonly OutgoingEnvelope[] => relay.accepted;
  return { ...house, ...people, settled, sent };
};

describe('ticks', () => {
  test('[RE1] a message is delivered once a device of theirs has it, and read once they have seen it', async () => {
    const { ann, bo, talk, clock, net } = await opened();
    await ann.client.chat.send(talk, 'hello');
    await until(() => deliveries(ann)[0] === 'sent', 'the first tick');
    await passing(clock, () => deliveries(ann)[0] === 'delivered');
    await quiet();
    expect(deliveries(ann)).toEqual(['delivered']);
    bo.client.chat.read(talk);
    await passing(clock, () => deliveries(ann)[0] === 'read');
    expect(deliveries(bo)).toEqual(['received']);
    net.setReachable(true);
  });

  test('[RE2] many messages that are read at once are answered by one receipt, and none by a second', async () => {
    const { ann, bo, talk, settled, sent } = await opened();
    for (const text of ['one', 'two', 'three']) await ann.client.chat.send(talk, text);
    await until(() => summaryOf(bo, talk)?.unread === 3);
    bo.client.chat.read(talk);
    await settled();
    expect(deliveries(ann)).toEqual(['read', 'read', 'read']);
    expect(sent()).toHaveLength(4);
    await settled();
    expect(sent()).toHaveLength(4);
  });

  test('[RE2] while the relay cannot be reached a newer receipt takes the place of the one that waits', async () => {
    const { ann, bo, talk, settled, sent, relay, clock } = await opened();
    await ann.client.chat.send(talk, 'one');
    await until(() => summaryOf(bo, talk)?.unread === 1);
    relay.refuse('unavailable', 'unavailable');
    clock.advance(300);
    await quiet();
    bo.client.chat.read(talk);
    await settled();
    const history = bo.home.history();
    expect((await history.outbox()).map(({ content }) => content)).toMatchObject([
      { type: 'receipt', received: { author: ann.uid }, read: { author: ann.uid } },
    ]);
    history.close();
    await passing(clock, () => deliveries(ann)[0] === 'read');
    expect(sent()).toHaveLength(2);
  });

  test('[RE4] who sends no read receipts sees none, in both directions', async () => {
    const { ann, bo, talk, settled } = await opened();
    await bo.client.setPrivacy({ readReceipts: false });
    await ann.client.chat.send(talk, 'hello');
    await until(() => summaryOf(bo, talk)?.unread === 1);
    bo.client.chat.read(talk);
    await settled();
    expect(deliveries(ann)).toEqual(['delivered']);
    // Ann's are sent; that bo does not see them is up to what shows them.
    expect(bo.client.state().privacy.readReceipts).toBe(false);
  });

  test('[RE5] a receipt is no news: it counts as nothing, moves nothing and is answered by nothing', async () => {
    const { ann, bo, talk, settled } = await opened();
    await ann.client.chat.send(talk, 'hello');
    await until(() => summaryOf(bo, talk)?.unread === 1);
    const before = summaryOf(ann, talk)?.last?.at;
    bo.client.chat.read(talk);
    await settled();
    expect(summaryOf(ann, talk)).toMatchObject({ unread: 0, last: { at: before, delivery: { state: 'read' } } });
    expect(texts(ann)).toEqual(['hello']);
  });

  test('[RE5] a receipt that is refused is no trouble of anybody’s', async () => {
    const { ann, bo, talk, relay, settled } = await opened();
    await ann.client.chat.send(talk, 'hello');
    await until(() => summaryOf(bo, talk)?.unread === 1);
    relay.refuse('mailbox_full');
    await settled();
    const history = bo.home.history();
    expect(await history.outbox()).toEqual([]);
    history.close();
    expect(bo.client.state().notices).toEqual([]);
  });
});

describe('devices of one person', () => {
  test.each([
    ['with read receipts', true],
    ['without', false],
  ])('[RE6] what is read on one is read on the others, %s', async (_, readReceipts) => {
    const { ann, bo, talk, settled, person, clock } = await opened();
    const phone = await person('bo');
    await passing(clock, () => phone.client.state().link.state === 'online');
    await bo.client.setPrivacy({ readReceipts });
    await settled();
    expect(phone.client.state().privacy.readReceipts).toBe(readReceipts);
    await ann.client.chat.send(talk, 'one');
    await ann.client.chat.send(talk, 'two');
    await passing(clock, () => summaryOf(phone, talk)?.unread === 2 && summaryOf(bo, talk)?.unread === 2);
    bo.client.chat.read(talk);
    await passing(clock, () => summaryOf(phone, talk)?.unread === 0);
    await settled();
    expect(deliveries(ann)).toEqual(readReceipts ? ['read', 'read'] : ['delivered', 'delivered']);
  });

  test('[RE6] a missed call that was seen on one is seen on the others', async () => {
    const { ann, bo, talk, person, clock, settled } = await opened();
    const phone = await person('bo');
    ann.client.call.start(bo.uid, 'audio');
    await until(() => bo.client.state().call.phase === 'incoming');
    ann.client.call.hangUp();
    await passing(clock, () => summaryOf(phone, talk)?.unread === 1 && summaryOf(bo, talk)?.unread === 1);
    bo.client.chat.read(talk);
    await settled();
    expect(summaryOf(phone, talk)?.unread).toBe(0);
  });

  test('[RE7] what one chooses to let others know is the same on all devices, the later choice where two differ', async () => {
    const { bo, person, settled, clock } = await opened();
    const phone = await person('bo');
    await bo.client.setPrivacy({ typing: false });
    await settled();
    expect(phone.client.state().privacy).toEqual({ ...defaultPrivacy, typing: false });
    const rings = { silent: [bo.uid], always: [], quiet: { from: 1_320, to: 420 }, waiting: true };
    await phone.client.setPrivacy({ rings });
    clock.advance(1);
    await settled();
    expect(bo.client.state().privacy).toEqual({ ...defaultPrivacy, typing: false, rings });
    // At once, each before it has heard of the other.
    await Promise.all([bo.client.setPrivacy({ typing: true }), phone.client.setPrivacy({ readReceipts: false })]);
    clock.advance(1);
    await settled();
    expect(phone.client.state().privacy).toEqual(bo.client.state().privacy);
  });
});
