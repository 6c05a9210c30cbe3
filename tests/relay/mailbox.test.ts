import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MailboxItem } from '#shared/protocol/envelope.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import {
  befriend,
  connect,
  envelopeFor,
  newDevice,
  newPerson,
  online,
  request,
  say,
  signIn,
  type TestDevice,
  ticketFor,
} from './test-client.ts';

const AHEAD_MS = 4 * 60_000;

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay({ environment: { MAILBOX_ITEMS: '40' } });
});
afterAll(() => relay.stop());

const friends = async (): Promise<[TestDevice, TestDevice]> => {
  const ann = await newPerson(relay.url, 'ann');
  const bo = await newPerson(relay.url, 'bo');
  await befriend(ann, bo);
  return [ann, bo];
};

/** So many items, from as many frames as they come in. */
const mail = async (device: TestDevice, count: number): Promise<MailboxItem[]> => {
  const items: MailboxItem[] = [];
  while (items.length < count) items.push(...(await device.next('deliver')).items);
  return items;
};

const places = (items: readonly MailboxItem[]): number[] => items.map(({ seq }) => seq);

const leave = async (device: TestDevice): Promise<void> => {
  device.close();
  await device.closed;
};

describe('mailbox', () => {
  test('[MB2] [CO6] what one person’s devices send at once is committed at different times, in the order of the mailbox', async () => {
    const [ann, bo] = await friends();
    const second = await newDevice(ann);
    const [one, two] = [await envelopeFor(ann, bo.uid), await envelopeFor(second, bo.uid)];
    for (let round = 0; round < 10; round += 1) {
      ann.send({ type: 'send', id: `a${round}`, envelope: { ...one, id: ulid() } });
      second.send({ type: 'send', id: `b${round}`, envelope: { ...two, id: ulid() } });
    }
    const times = (await mail(bo, 20)).flatMap((item) => (item.kind === 'envelope' ? [item.at] : []));
    expect(times).toHaveLength(20);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  test('[MB13] a relay that is started with its clock set back goes on from the times that it has given', async () => {
    const other = await startRelay();
    const ann = await newPerson(other.url, 'ann');
    const bo = await newPerson(other.url, 'bo');
    await befriend(ann, bo);
    const send = async (from: TestDevice): Promise<number> => {
      const answer = await from.ask({ type: 'send', envelope: await envelopeFor(from, bo.uid) });
      return answer.type === 'sent' ? answer.at : 0;
    };
    const before = await send(ann);
    await other.kill();
    // As if it had been some minutes later then.
    const database = new Database(join(other.dataDir, 'tincan.db'));
    database.prepare('update taken set at = at + ?').run(AHEAD_MS);
    database.close();
    await other.start();
    expect(await send(await online(other.url, ann.session))).toBeGreaterThanOrEqual(before + AHEAD_MS);
    await other.stop();
  });

  test('[MB1] a message with a tick is there after the relay was killed at once', async () => {
    const other = await startRelay();
    const ann = await newPerson(other.url, 'ann');
    const bo = await newPerson(other.url, 'bo');
    await befriend(ann, bo);
    await leave(bo);
    const envelopes = await Promise.all(Array.from({ length: 30 }, () => envelopeFor(ann, bo.uid)));
    let ticked = 0;
    const answers = envelopes.map(async (envelope) => {
      if ((await ann.ask({ type: 'send', envelope })).type === 'sent') ticked++;
      if (ticked === 10) await other.kill();
    });
    await Promise.race([Promise.allSettled(answers), ann.closed]);
    await ann.closed;
    await other.start();
    const again = await online(other.url, bo.session);
    const items = await mail(again, ticked);
    expect(items.length).toBeGreaterThanOrEqual(ticked);
    expect(places(items)).toEqual(items.map((_, index) => index + 1));
    await other.stop();
  });

  test('[MB2] places are 1, 2, 3 … in each device’s mailbox, and delivery is in that order', async () => {
    const [ann, bo] = await friends();
    const phone = await newDevice(bo);
    for (let count = 0; count < 5; count++) expect(await say(ann, bo.uid)).toMatchObject({ type: 'sent' });
    expect(places(await mail(bo, 5))).toEqual([1, 2, 3, 4, 5]);
    const late = await newDevice(bo);
    await say(ann, bo.uid);
    expect(places(await mail(bo, 1))).toEqual([6]);
    expect(places(await mail(phone, 6))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(places(await mail(late, 1))).toEqual([1]);
  });

  test('[MB2] many at once from several senders have no gap and no two the same place', async () => {
    const [ann, bo] = await friends();
    const cy = await newPerson(relay.url, 'cy');
    await befriend(cy, bo);
    const fromAnn = await envelopeFor(ann, bo.uid);
    const fromCy = await envelopeFor(cy, bo.uid);
    const { ulid } = await import('ulid');
    const answers = await Promise.all(
      Array.from({ length: 15 }, () => [
        ann.ask({ type: 'send', envelope: { ...fromAnn, id: ulid() } }),
        cy.ask({ type: 'send', envelope: { ...fromCy, id: ulid() } }),
      ]).flat(),
    );
    expect(answers.every(({ type }) => type === 'sent')).toBe(true);
    expect(places(await mail(bo, 30))).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  test('[MB3] the same envelope twice is stored once and ticked twice, with the time of the first', async () => {
    const [ann, bo] = await friends();
    const envelope = await envelopeFor(ann, bo.uid);
    const first = await ann.ask({ type: 'send', envelope });
    const second = await ann.ask({ type: 'send', envelope });
    expect(first).toMatchObject({ type: 'sent', envelope: envelope.id });
    expect(second).toEqual({ ...first, id: expect.any(String) });
    await say(ann, bo.uid);
    expect(places(await mail(bo, 2))).toEqual([1, 2]);
    bo.send({ type: 'acknowledge', through: 2 });
    expect(await ann.ask({ type: 'send', envelope })).toMatchObject({ type: 'sent' }); // also when it is forgotten
    await bo.ask({ type: 'devices', accounts: [bo.uid] });
    expect(bo.frames.filter(({ type }) => type === 'deliver')).toEqual([]);
  });

  test('[MB4] acknowledging forgets, cumulatively, and nothing else where it names what was not delivered', async () => {
    const [ann, bo] = await friends();
    for (let count = 0; count < 4; count++) await say(ann, bo.uid);
    await mail(bo, 4);
    bo.send({ type: 'acknowledge', through: 99 });
    bo.send({ type: 'acknowledge', through: 2 });
    bo.send({ type: 'acknowledge', through: 1 });
    await bo.ask({ type: 'devices', accounts: [bo.uid] }); // what came before it is done
    const again = await bo.again();
    expect(places(await mail(again, 2))).toEqual([3, 4]);
  });

  test('[MB4] what is acknowledged before it was delivered is not forgotten', async () => {
    const [ann, bo] = await friends();
    await leave(bo);
    for (let count = 0; count < 2; count++) await say(ann, bo.uid);
    const hasty = await connect(relay.url, await ticketFor(relay.url, bo.session.token));
    hasty.send({ type: 'hello', id: 'h', after: 0, active: true });
    // More than there is: however late this is handled, it has not been delivered.
    hasty.send({ type: 'acknowledge', through: 3 });
    await hasty.next('deliver');
    await hasty.ask({ type: 'devices', accounts: [bo.uid] });
    expect(places(await mail(await bo.again(), 2))).toEqual([1, 2]);
  });

  test('[MB5] delivery starts behind the cursor, and what was not acknowledged comes again', async () => {
    const [ann, bo] = await friends();
    await leave(bo);
    for (let count = 0; count < 3; count++) await say(ann, bo.uid);
    const behind = await bo.again({ after: 1 });
    expect(places(await mail(behind, 2))).toEqual([2, 3]);
    const all = await bo.again();
    expect(places(await mail(all, 3))).toEqual([1, 2, 3]);
    await say(ann, bo.uid);
    expect(places(await mail(behind, 1))).toEqual([4]);
    expect(places(await mail(all, 1))).toEqual([4]);
  });

  test('[MB5] a cursor ahead of everything ever sent still gets what comes', async () => {
    const [ann, bo] = await friends();
    const ahead = await bo.again({ after: 1_000_000 });
    await say(ann, bo.uid);
    expect(places(await mail(ahead, 1))).toEqual([1]);
  });

  test('[MB6] one box for each device of the recipient and each other device of the sender', async () => {
    const [ann, bo] = await friends();
    const annPhone = await newDevice(ann);
    const boPhone = await newDevice(bo);
    const envelope = await envelopeFor(ann, bo.uid, 'all of you');
    expect(envelope.sealed).toHaveLength(3);
    const [one] = envelope.sealed;
    const stale = [
      envelope.sealed.slice(1),
      [...envelope.sealed, { ...one, device: ann.device, account: ann.uid }],
      [...envelope.sealed.slice(1), { ...one, device: crypto.randomUUID() }],
      [...envelope.sealed.slice(1), envelope.sealed[1]],
      [],
    ];
    for (const sealed of stale) {
      expect(await ann.ask({ type: 'send', envelope: { ...envelope, sealed } })).toMatchObject({
        type: 'error',
        error_code: 'stale_devices',
      });
    }
    await ann.ask({ type: 'send', envelope });
    for (const device of [annPhone, bo, boPhone]) {
      const [item] = await mail(device, 1);
      const box = envelope.sealed.find((sealed) => sealed.device === device.device)?.box;
      expect(item).toEqual({
        kind: 'envelope',
        seq: 1,
        at: expect.any(Number),
        envelope: {
          id: envelope.id,
          conversation: envelope.conversation,
          from: { account: ann.uid, device: ann.device },
          suite: 1,
          body: envelope.body,
          box,
        },
      });
    }
    await signIn(relay.url, bo.session.account.login);
    expect(await ann.ask({ type: 'send', envelope: { ...envelope, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } })).toMatchObject({
      error_code: 'stale_devices',
    });
  });

  test('[MB6] what is for somebody who is signed in nowhere is not taken: nobody would ever get it', async () => {
    const [ann, bo] = await friends();
    const annPhone = await newDevice(ann);
    const { token, device } = bo.session;
    expect(await request(relay.url, `/api/sessions/${device}`, { method: 'DELETE', token })).toMatchObject({
      status: 204,
    });
    const envelope = await envelopeFor(ann, bo.uid);
    expect(envelope.sealed.map((sealed) => sealed.device)).toEqual([annPhone.device]);
    expect(await ann.ask({ type: 'send', envelope })).toMatchObject({ error_code: 'stale_devices' });
  });

  test('[MB7] what one sends to oneself reaches one’s other devices alone', async () => {
    const [ann, bo] = await friends();
    const phone = await newDevice(ann);
    const envelope = await envelopeFor(ann, ann.uid, 'a note');
    const { sealed } = envelope;
    expect(sealed.map(({ device }) => device)).toEqual([phone.device]);
    const other = { ...envelope, sealed: sealed.map((one) => ({ ...one, device: bo.device, account: bo.uid })) };
    for (const wrong of [other, { ...envelope, sealed: [] }])
      expect(await ann.ask({ type: 'send', envelope: wrong })).toMatchObject({ error_code: 'stale_devices' });
    expect(await ann.ask({ type: 'send', envelope })).toMatchObject({ type: 'sent' });
    expect(await mail(phone, 1)).toHaveLength(1);
    expect(await say(bo, bo.uid)).toMatchObject({ type: 'sent' });
    expect([ann, bo].flatMap(({ frames }) => frames).filter(({ type }) => type === 'deliver')).toEqual([]);
  });

  test('[MB7] only contacts may send, and what a blocked person sends goes nowhere with a tick', async () => {
    const [ann, bo] = await friends();
    const annPhone = await newDevice(ann);
    const cy = await newPerson(relay.url, 'cy');
    const envelope = await envelopeFor(ann, bo.uid);
    expect(await cy.ask({ type: 'send', envelope })).toMatchObject({ error_code: 'not_contact' });
    expect(await cy.ask({ type: 'send', envelope: { ...envelope, to: crypto.randomUUID() } })).toMatchObject({
      error_code: 'not_contact',
    });
    expect(await cy.ask({ type: 'devices', accounts: [bo.uid] })).toMatchObject({ error_code: 'not_contact' });
    await bo.ask({ type: 'contact', account: ann.uid, act: 'block' });
    expect(await say(ann, bo.uid)).toMatchObject({ type: 'sent' });
    expect(await mail(annPhone, 1)).toHaveLength(1);
    await bo.ask({ type: 'contact', account: ann.uid, act: 'unblock' });
    await befriend(ann, bo);
    await say(ann, bo.uid);
    expect(places(await mail(bo, 1))).toEqual([1]);
  });

  test('[MB8] where a mailbox is full the sender is refused, and has room again when it is read', async () => {
    const [ann, bo] = await friends();
    await leave(bo);
    for (let count = 0; count < 40; count++) expect(await say(ann, bo.uid)).toMatchObject({ type: 'sent' });
    const envelope = await envelopeFor(ann, bo.uid);
    expect(await ann.ask({ type: 'send', envelope })).toMatchObject({ type: 'error', error_code: 'mailbox_full' });
    const again = await bo.again();
    expect(await mail(again, 40)).toHaveLength(40);
    again.send({ type: 'acknowledge', through: 40 });
    await again.ask({ type: 'devices', accounts: [bo.uid] });
    expect(await ann.ask({ type: 'send', envelope })).toMatchObject({ type: 'sent' });
    expect(places(await mail(again, 1))).toEqual([41]);
  });

  test('[MB9] a call that has ended is in the mailbox of each device of both people, once', async () => {
    const [ann, bo] = await friends();
    const annPhone = await newDevice(ann);
    const boAway = await signIn(relay.url, bo.session.account.login);
    const call = crypto.randomUUID();
    await ann.ask({ type: 'call-invite', call, callee: bo.uid, media: 'video' });
    await bo.ask({ type: 'call-accept', call });
    await bo.ask({ type: 'call-end', call });
    await ann.ask({ type: 'call-end', call });
    const summary = {
      call,
      caller: ann.uid,
      callee: bo.uid,
      media: 'video',
      started_at: expect.any(Number),
      answered_at: expect.any(Number),
      ended_at: expect.any(Number),
      reason: 'hang-up',
      answerer: { account: bo.uid, device: bo.device },
      ended_by: { account: bo.uid, device: bo.device },
    };
    for (const device of [ann, annPhone, bo, await online(relay.url, boAway)]) {
      expect(await mail(device, 1)).toMatchObject([{ kind: 'call', seq: 1, summary }]);
    }
    await ann.ask({ type: 'devices', accounts: [ann.uid] });
    expect(ann.frames.filter(({ type }) => type === 'deliver')).toEqual([]);
  });
});
