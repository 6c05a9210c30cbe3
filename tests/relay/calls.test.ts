import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallRecord } from '#shared/protocol/call.ts';
import { friendsAt, invite, record } from './call-steps.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, newDevice, newPerson, online, request, signIn, type TestDevice } from './test-client.ts';

// What calls do between people is here; what time does to them is in call-book.test.ts, with a clock in hand.

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const friends = (url = relay.url) => friendsAt(url);

/** ann and bo talk. cy is a contact of bo, who has another device, too. */
const duringACall = async () => {
  const [ann, bo] = await friends();
  const cy = await newPerson(relay.url, 'cy');
  await befriend(cy, bo);
  const call = await invite(ann, bo);
  await bo.ask({ type: 'call-accept', call });
  return { bo, cy, phone: await newDevice(bo) };
};

const records = (device: TestDevice): CallRecord[] =>
  device.frames.flatMap((frame) => (frame.type === 'call' ? [frame.record] : []));

/** Resolves when everything the relay had to say to this device is here. */
const settled = (device: TestDevice) => device.ask({ type: 'devices', accounts: [device.uid] });

describe('calls', () => {
  test('[CA1] each change reaches every endpoint of both people with a higher version', async () => {
    const [ann, bo] = await friends();
    const all = [ann, bo, await newDevice(ann), await newDevice(bo), await bo.again()];
    const call = await invite(ann, bo);
    bo.send({ type: 'call-ringing', call });
    await record(ann, 'ringing').then((ringing) => expect(ringing.ringing).toEqual([bo.device]));
    await bo.ask({ type: 'call-accept', call });
    ann.send({ type: 'call-connected', call });
    bo.send({ type: 'call-connected', call });
    await settled(bo);
    await bo.ask({ type: 'call-end', call });
    for (const device of all) {
      await settled(device);
      const versions = device === ann ? [1, 3, 4, 5] : [1, 2, 3, 4, 5];
      expect(records(device).map(({ version }) => version)).toEqual(versions);
      expect(records(device).at(-1)).toMatchObject({
        state: 'ended',
        reason: 'hang-up',
        ended_by: { account: bo.uid, device: bo.device },
      });
    }
  });

  test('[PU9] a device without a socket declines by HTTP, once there is a call that its person knows of', async () => {
    const [ann, bo] = await friends();
    const phone = await signIn(relay.url, bo.session.account.login);
    const call = await invite(ann, bo);
    const decline = async ({ token }: { token: string }, id = call) =>
      (await request(relay.url, `/api/calls/${id}/decline`, { method: 'POST', token })).status;
    expect(await decline({ token: 'tc_s_nobody' })).toBe(401);
    expect(await decline(phone, crypto.randomUUID())).toBe(404);
    expect(await decline((await newPerson(relay.url, 'cy')).session)).toBe(404);
    expect(await decline(ann.session)).toBe(204); // the caller's, which changes nothing
    expect(await decline(phone)).toBe(204);
    expect(await record(ann, 'ended')).toMatchObject({
      reason: 'declined',
      ended_by: { account: bo.uid, device: phone.device },
    });
    expect(await decline(phone)).toBe(204);
  });

  test('[CA12] a device that is ready stands in the record with its newest endpoint, until that goes', async () => {
    const [ann, bo] = await friends();
    const again = await bo.again();
    const call = await invite(ann, bo);
    const party = ({ uid: account, device, endpoint }: TestDevice) => ({ account, device, endpoint });
    bo.send({ type: 'call-ready', call });
    expect(await record(ann, 'ringing')).toMatchObject({ ringing: [bo.device], ready: [party(bo)] });
    bo.send({ type: 'call-ready', call });
    again.send({ type: 'call-ready', call });
    expect(await record(ann, 'ringing')).toMatchObject({ ringing: [bo.device], ready: [party(again)] });
    // Only whom the call is for.
    ann.send({ type: 'call-ready', call });
    await settled(ann);
    again.close();
    expect(await record(ann, 'ringing')).toMatchObject({ ringing: [bo.device], ready: [] });
    expect(records(ann).filter(({ state }) => state === 'ringing')).toEqual([]);
  });

  test('[CA2] inviting twice with one id is inviting once', async () => {
    const [ann, bo] = await friends();
    const call = await invite(ann, bo);
    await record(ann, 'proposed');
    await invite(ann, bo, call);
    expect(await record(ann, 'proposed')).toMatchObject({ version: 1 });
    await settled(bo);
    expect(records(bo)).toHaveLength(1);
    expect(await bo.ask({ type: 'call-invite', call, callee: ann.uid, media: 'audio' })).toMatchObject({
      error_code: 'call_over',
    });
  });

  test('[CA2] calling someone who is no contact ends as needs-permission, and they hear nothing', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    const call = await invite(ann, bo);
    expect(await record(ann, 'ended')).toMatchObject({ reason: 'needs-permission' });
    expect(await bo.ask({ type: 'call-accept', call })).toMatchObject({ error_code: 'call_unknown' });
    expect(bo.frames).toEqual([]);
    expect(
      await ann.ask({ type: 'call-invite', call: crypto.randomUUID(), callee: crypto.randomUUID(), media: 'audio' }),
    ).toMatchObject({
      error_code: 'not_found',
    });
  });

  test('[CA2] the call of a blocked person rings nowhere and looks unanswered', async () => {
    const [ann, bo] = await friends();
    await bo.ask({ type: 'contact', account: ann.uid, act: 'block' });
    const call = await invite(ann, bo);
    expect(await record(ann, 'proposed')).toMatchObject({ callee: bo.uid });
    expect(await bo.ask({ type: 'call-accept', call })).toMatchObject({ error_code: 'call_unknown' });
    expect(records(bo)).toEqual([]);
    expect(records(await bo.again())).toEqual([]);
    expect(await ann.ask({ type: 'call-end', call })).toMatchObject({ type: 'ok' });
    expect(await record(ann, 'ended')).toMatchObject({ reason: 'cancelled' });
  });

  test('[CA3] the first to accept has the call, the others are told who', async () => {
    const [ann, bo] = await friends();
    const phone = await newDevice(bo);
    const call = await invite(ann, bo);
    await record(phone, 'proposed');
    const answers = await Promise.all([
      bo.ask({ type: 'call-accept', call }),
      phone.ask({ type: 'call-accept', call }),
    ]);
    expect(answers.map((answer) => (answer.type === 'error' ? answer.error_code : answer.type)).toSorted()).toEqual([
      'call_over',
      'ok',
    ]);
    const winner = answers[0].type === 'ok' ? bo : phone;
    for (const device of [ann, bo, phone]) {
      expect((await record(device, 'accepted')).answerer).toEqual({
        account: bo.uid,
        device: winner.device,
        endpoint: winner.endpoint,
      });
    }
    expect(await winner.ask({ type: 'call-accept', call })).toMatchObject({ type: 'ok' });
  });

  test('[CA4] decline before the answer ends the call for all, after it changes nothing', async () => {
    const [ann, bo] = await friends();
    const phone = await newDevice(bo);
    const call = await invite(ann, bo);
    await phone.ask({ type: 'call-decline', call });
    for (const device of [ann, bo, phone])
      expect(await record(device, 'ended')).toMatchObject({ reason: 'declined', ended_by: { device: phone.device } });
    const second = await invite(ann, bo);
    await bo.ask({ type: 'call-accept', call: second });
    expect(await phone.ask({ type: 'call-decline', call: second })).toMatchObject({ type: 'ok' });
    await settled(phone);
    expect(records(phone).at(-1)).toMatchObject({ state: 'accepted' });
    await bo.ask({ type: 'call-end', call: second });
  });

  test('[CA5] the caller cancels before the answer; after it only the two devices in the call hang up', async () => {
    const [ann, bo] = await friends();
    const [annPhone, boPhone] = [await newDevice(ann), await newDevice(bo)];
    const cancelled = await invite(ann, bo);
    await bo.ask({ type: 'call-end', call: cancelled });
    await annPhone.ask({ type: 'call-end', call: cancelled });
    await settled(bo);
    expect(records(bo).map(({ state }) => state)).toEqual(['proposed']);
    await ann.ask({ type: 'call-end', call: cancelled });
    expect(await record(bo, 'ended')).toMatchObject({ reason: 'cancelled' });

    const call = await invite(ann, bo);
    await bo.ask({ type: 'call-accept', call });
    await boPhone.ask({ type: 'call-end', call });
    await annPhone.ask({ type: 'call-end', call });
    await settled(bo);
    expect(records(bo).at(-1)).toMatchObject({ state: 'accepted' });
    await ann.ask({ type: 'call-end', call, reason: 'failed-media' });
    expect(await record(bo, 'ended')).toMatchObject({ reason: 'failed-media', answerer: { device: bo.device } });
  });

  test('[CA7] a person with an accepted call is busy for whoever calls them', async () => {
    const { bo, cy, phone } = await duringACall();
    await invite(cy, bo);
    expect(await record(cy, 'ended')).toMatchObject({ reason: 'busy' });
    await settled(phone);
    expect(records(phone).map(({ state }) => state)).toEqual(['accepted', 'ended']);
  });

  test('[CA7] who is in a call on another device hears that it is they who are busy', async () => {
    const { bo, cy, phone } = await duringACall();
    await invite(phone, cy);
    expect(await record(phone, 'ended')).toMatchObject({
      reason: 'busy',
      ended_by: { account: bo.uid, device: phone.device },
    });
  });

  test('[CA15] [R15] who takes other calls during a call is rung by them', async () => {
    const [ann, bo] = await friends();
    const cy = await newPerson(relay.url, 'cy');
    await befriend(cy, bo);
    const present = await invite(ann, bo);
    await bo.ask({ type: 'call-accept', call: present, waiting: true });
    const second = await invite(cy, bo);
    await record(bo, 'proposed', second);
    expect(await bo.ask({ type: 'call-accept', call: second })).toMatchObject({ error_code: 'call_over' });
    await bo.ask({ type: 'call-end', call: present });
    expect(await bo.ask({ type: 'call-accept', call: second, waiting: true })).toMatchObject({ type: 'ok' });
    expect(await record(cy, 'accepted', second)).toMatchObject({ answerer: { device: bo.device } });
  });

  test('[CA8] when two call each other the lower id lives and is accepted at once', async () => {
    const [ann, bo] = await friends();
    const [low, high] = ['00000000-0000-4000-8000-00000000000a', 'ffffffff-0000-4000-8000-00000000000b'].map(
      (id) => id.slice(0, 24) + crypto.randomUUID().slice(24),
    ) as [string, string];
    await invite(ann, bo, high);
    await invite(bo, ann, low);
    for (const device of [ann, bo]) {
      expect(await record(device, 'ended', high)).toMatchObject({ reason: 'glare' });
      expect(await record(device, 'accepted', low)).toMatchObject({
        caller: { device: bo.device },
        answerer: { device: ann.device, endpoint: ann.endpoint },
      });
    }
    await ann.ask({ type: 'call-end', call: low });
  });

  test('[CA9] when a socket goes the call goes on, and its next one takes its place', async () => {
    const [ann, bo] = await friends();
    const call = await invite(ann, bo);
    await bo.ask({ type: 'call-accept', call });
    bo.terminate();
    await bo.closed;
    const again = await bo.again();
    expect(records(again)).toMatchObject([{ call, state: 'accepted', answerer: { endpoint: bo.endpoint } }]);
    expect(await again.ask({ type: 'call-join', call })).toMatchObject({ type: 'ok' });
    await settled(ann);
    expect(records(ann).at(-1)).toMatchObject({ answerer: { device: bo.device, endpoint: again.endpoint } });
    const phone = await newDevice(bo);
    expect(await phone.ask({ type: 'call-join', call })).toMatchObject({ error_code: 'call_over' });
    await ann.ask({ type: 'call-end', call });
  });

  test('[CA9] whoever is gone before the relay has found whom they call has called nobody', async () => {
    const other = await startRelay();
    const [ann, bo] = await friends(other.url);
    await other.kill();
    await other.start(); // and has yet to look bo up
    const again = await online(other.url, ann.session);
    again.send({ type: 'call-invite', id: '1', call: crypto.randomUUID(), callee: bo.uid, media: 'audio' });
    again.close();
    await again.closed;
    const there = await online(other.url, bo.session);
    await settled(there);
    expect(records(there)).toEqual([]);
    await other.stop();
  });

  test('[CA16] [R19] a call goes over to another device of its person, and that one alone ends it', async () => {
    const [ann, bo] = await friends();
    const phone = await newDevice(ann);
    const call = await invite(ann, bo);
    const move = (by: TestDevice) => by.ask({ type: 'call-join', call, from_device: ann.device });
    expect(await move(phone)).toMatchObject({ error_code: 'call_over' }); // nobody has answered yet
    await bo.ask({ type: 'call-accept', call });
    const late = await newDevice(ann);
    expect(records(late)).toMatchObject([{ call, state: 'accepted', caller: { device: ann.device } }]);

    const moves = await Promise.all([move(phone), move(late)]);
    const [winner, loser] = moves[0].type === 'ok' ? [phone, late] : [late, phone];
    expect(moves).toContainEqual(expect.objectContaining({ type: 'error', error_code: 'call_over' }));
    expect(await move(winner)).toMatchObject({ type: 'ok' });
    for (const device of [ann, bo, winner, loser]) {
      await settled(device);
      expect(records(device).at(-1)).toMatchObject({
        version: 3,
        state: 'accepted',
        caller: { account: ann.uid, device: winner.device, endpoint: winner.endpoint },
        answerer: { device: bo.device },
      });
    }
    expect(await ann.ask({ type: 'call-join', call })).toMatchObject({ error_code: 'call_over' });
    await ann.ask({ type: 'call-end', call });
    await settled(bo);
    expect(records(bo).at(-1)).toMatchObject({ state: 'accepted' });
    await winner.ask({ type: 'call-end', call });
    expect(await record(bo, 'ended')).toMatchObject({ reason: 'hang-up', ended_by: { device: winner.device } });
  });

  test('[CA10] [CA15] [CA16] an accepted call survives a kill of the relay, and so does who takes others during it', async () => {
    const other = await startRelay();
    const [ann, bo] = await friends(other.url);
    const cy = await newPerson(other.url, 'cy');
    await befriend(cy, bo);
    const call = await invite(await newDevice(ann), bo);
    const { caller } = await record(bo, 'proposed');
    await bo.ask({ type: 'call-accept', call, waiting: true });
    await ann.ask({ type: 'call-join', call, from_device: caller.device });
    await settled(bo);
    await other.kill();
    await other.start();
    const annAgain = await online(other.url, ann.session);
    const boAgain = await online(other.url, bo.session);
    expect(await record(annAgain, 'accepted')).toMatchObject({ call, answerer: { device: bo.device } });
    expect(await annAgain.ask({ type: 'call-join', call })).toMatchObject({ type: 'ok' });
    expect(await boAgain.ask({ type: 'call-join', call })).toMatchObject({ type: 'ok' });
    expect(await boAgain.next('presence')).toMatchObject({ people: [{ account: ann.uid, status: 'in-call' }] });
    await record(boAgain, 'proposed', await invite(await online(other.url, cy.session), bo));
    await annAgain.ask({ type: 'call-end', call });
    expect(await record(boAgain, 'ended', call)).toMatchObject({ reason: 'hang-up' });
    expect((await boAgain.next('deliver')).items).toMatchObject([{ kind: 'call', seq: 1 }]);
    await other.stop();
  });

  test('a call nobody knows is refused', async () => {
    const [ann] = await friends();
    for (const type of ['call-accept', 'call-decline', 'call-end', 'call-join'] as const) {
      expect(await ann.ask({ type, call: crypto.randomUUID() })).toMatchObject({ error_code: 'call_unknown' });
    }
  });
});
