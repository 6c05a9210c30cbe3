import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '#shared/protocol/account-api.ts';
import type { ContactAct } from '#shared/protocol/client-frames.ts';
import { type PushServiceStand, startPushService } from './push/push-service.ts';
import { newSubscription } from './push/push-subscription.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import {
  befriend,
  devicesOf,
  envelopeFor,
  newDevice,
  newPerson,
  online,
  request,
  say,
  sealed,
  signIn,
  type TestDevice,
} from './test-client.ts';
import { plain, settled, type Watched, watch } from './trace.ts';

// Whoever is blocked can ask for everything that the wire has, and is told byte by byte what they would be told of a
// contact who has simply gone.

const MAILBOX_ITEMS = 8;

let service: PushServiceStand;
let relay: RunningRelay;
beforeAll(async () => {
  service = await startPushService();
  relay = await startRelay({
    environment: { ...service.environment, MAX_SOCKETS_PER_IP: '1000', MAILBOX_ITEMS: String(MAILBOX_ITEMS) },
  });
});
afterAll(async () => {
  await relay.stop();
  service.close();
});

/** What ann may know of bo before he goes: one of his endpoints. */
interface Known {
  readonly endpoint: string;
}

const http = async (ann: TestDevice, path: string, method = 'GET', body?: unknown) => {
  const answer = await request(ann.url, path, {
    method,
    token: ann.session.token,
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, body: answer.body };
};

const looks = async (ann: TestDevice, bo: TestDevice, { note }: Watched): Promise<void> => {
  const { login } = bo.session.account;
  await note('looks for the login', await http(ann, `/api/people?login=${login}`));
  await note('looks for the account', await http(ann, `/api/people?uid=${bo.uid}`));
  await note('asks for keys', await ann.ask({ type: 'devices', accounts: [bo.uid] }));
  await note('asks for one-time prekeys', await ann.ask({ type: 'one-time-prekeys', accounts: [bo.uid] }));
  const again = await ann.again();
  await settled(again);
  await note('comes back', [again.welcome, again.roster, again.frames]);
  again.close();
  await again.closed;
};

const writes = async (ann: TestDevice, bo: TestDevice, known: Known, { note }: Watched): Promise<void> => {
  const envelope = await envelopeFor(ann, bo.uid);
  await note('writes', await ann.ask({ type: 'send', envelope }));
  await note('writes it again', await ann.ask({ type: 'send', envelope }));
  const stale = { ...(await envelopeFor(ann, bo.uid)), sealed: [] };
  await note('writes to nobody', await ann.ask({ type: 'send', envelope: stale }));
  ann.send({ type: 'typing', to: bo.uid, typing: true });
  await note('types');
  ann.send({ type: 'offer', to: known.endpoint, call: crypto.randomUUID(), box: sealed() });
  await note('signals');
};

/** Until the mailbox is full, and one more; the phone reads all of it. */
const writesOn = async (ann: TestDevice, phone: TestDevice, bo: TestDevice, { note }: Watched): Promise<void> => {
  for (let count = 0; count <= MAILBOX_ITEMS; count++) {
    const answer = await say(ann, bo.uid);
    const come = answer.type === 'sent' ? await phone.next('deliver') : undefined;
    const through = come?.items.at(-1)?.seq;
    if (through) phone.send({ type: 'acknowledge', through });
    await note('writes on', [answer, come]);
  }
};

const sendsFile = async (ann: TestDevice, bo: TestDevice, { note }: Watched): Promise<void> => {
  const bytes = randomBytes(64);
  const begun = await http(ann, '/api/blobs', 'POST', { size: bytes.length, to: bo.uid });
  await note('begins a file', begun);
  const { blob } = begun.body as { blob?: string };
  const put = await fetch(`${ann.url}/api/blobs/${blob}/parts/0`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${ann.session.token}` },
    body: bytes,
  });
  await note('sends it', [put.status, await put.text()]);
  await note('asks how it is', await http(ann, `/api/blobs/${blob}`));
  await note('has it', await http(ann, `/api/blobs/${blob}/taken`, 'POST'));
  await note('asks again', await http(ann, `/api/blobs/${blob}`));
  await note('takes it back', await http(ann, `/api/blobs/${blob}`, 'DELETE'));
};

const calls = async (ann: TestDevice, bo: TestDevice, known: Known, { devices, note }: Watched): Promise<void> => {
  const call = crypto.randomUUID();
  const invite = { type: 'call-invite', call, callee: bo.uid, media: 'video' } as const;
  const pushed = devices.map((device) =>
    device.next('call', ({ record }) => 'notified' in record && record.notified.length > 0),
  );
  await note('calls, and a push service has taken the ring', [await ann.ask(invite), await Promise.all(pushed)]);
  await note('calls with the same id', await ann.ask(invite));
  for (const type of ['call-ringing', 'call-ready', 'call-connected'] as const) {
    ann.send({ type, call });
    await note(type);
  }
  ann.send({ type: 'offer', to: known.endpoint, call, box: sealed() });
  await note('signals in the call');
  for (const type of ['call-accept', 'call-decline', 'call-join', 'call-end', 'call-end'] as const)
    await note(type, await ann.ask({ type, call }));
  await note('declines without a socket', await http(ann, `/api/calls/${call}/decline`, 'POST'));
};

const acts = async (ann: TestDevice, bo: TestDevice, known: Known, watched: Watched): Promise<void> => {
  const all: readonly ContactAct[] = [
    'accept',
    'unblock',
    'remove',
    'request',
    'remove',
    'block',
    'unblock',
    'request',
  ];
  for (const act of all) {
    await watched.note(act, await ann.ask({ type: 'contact', account: bo.uid, act }));
    await watched.note(
      'writes',
      await ann.ask({ type: 'send', envelope: { ...(await envelopeFor(ann, ann.uid)), to: bo.uid } }),
    );
    await looks(ann, bo, watched);
  }
  const call = { call: crypto.randomUUID(), callee: bo.uid, media: 'audio' };
  await watched.note('calls', await ann.ask({ type: 'call-invite', ...call }));
  await watched.note('begins a file', await http(ann, '/api/blobs', 'POST', { size: 64, to: bo.uid }));
  ann.send({ type: 'offer', to: known.endpoint, call: call.call, box: sealed() });
  await watched.note('signals');
};

interface Pair {
  readonly laptop: Session;
  readonly ann: TestDevice;
  readonly phone: TestDevice;
  readonly bo: TestDevice;
}

const pair = async (): Promise<Pair> => {
  const ann = await newPerson(relay.url, 'ann');
  const phone = await newDevice(ann);
  const bo = await newPerson(relay.url, 'bo');
  const laptop = await signIn(relay.url, bo.session.account.login);
  await subscribe(bo.session);
  await isRung(bo, 30);
  await bo.ask(renewal(2));
  return { ann, phone, bo, laptop };
};

const subscribe = async ({ token }: Session): Promise<void> => {
  const { subscription: body } = newSubscription(service.url);
  await request(relay.url, '/api/push/subscription', { method: 'POST', token, body });
};

const signed = (id: number) => ({
  id,
  key: randomBytes(32).toString('base64'),
  signature: randomBytes(64).toString('base64'),
});
/** Of the keys that others seal for: one that is renewed, and one for a single message. */
const renewal = (id: number) => ({ type: 'prekey', prekey: signed(id), one_time: [signed(2 ** 32 + id)] }) as const;

const isRung = async ({ session: { token } }: TestDevice, ring_seconds: number): Promise<void> => {
  const answer = await request(relay.url, '/api/account', { method: 'POST', token, body: { ring_seconds } });
  expect(answer.status).toBe(204);
};

/** What bo does about ann, and later while she goes on. */
interface Behaviour {
  begin(bo: TestDevice, ann: TestDevice): Promise<void>;
  goOn(bo: TestDevice, laptop: Session): Promise<void>;
}

const goes: Behaviour = {
  async begin(bo) {
    bo.close();
    await bo.closed;
  },
  goOn: async () => undefined,
};

const block = async (bo: TestDevice, ann: TestDevice): Promise<void> => {
  await bo.ask({ type: 'contact', account: ann.uid, act: 'block' });
  const cy = await newPerson(relay.url, 'cy');
  await befriend(bo, cy);
  bo.send({ type: 'activity', active: false });
  bo.send({ type: 'typing', to: ann.uid, typing: true });
  const call = crypto.randomUUID();
  await bo.ask({ type: 'call-invite', call, callee: cy.uid, media: 'audio' });
  await cy.ask({ type: 'call-accept', call });
  await cy.next('presence', ({ people }) => people.some(({ status }) => status === 'in-call'));
};

/** His keys are others, so is the time he is rung, one of his devices goes, and another one comes that takes pushes, too. */
const renews = async (bo: TestDevice, laptop: Session): Promise<void> => {
  await bo.ask(renewal(3));
  await isRung(bo, 75);
  const { token } = bo.session;
  const ended = await request(relay.url, `/api/sessions/${laptop.device}`, { method: 'DELETE', token });
  expect(ended.status).toBe(204);
  await subscribe(await signIn(relay.url, bo.session.account.login));
};

/** He stays, and lives on: what he does is nothing to ann. */
const blocks: Behaviour = { begin: block, goOn: renews };

const offline =
  ({ uid }: TestDevice) =>
  ({ people }: { people: readonly { account: string; status: string }[] }) =>
    people.some(({ account, status }) => account === uid && status === 'offline');

/** From contacts to strangers. */
const storyOfContacts = async ({ begin, goOn }: Behaviour): Promise<readonly string[]> => {
  const { ann, phone, bo, laptop } = await pair();
  await befriend(ann, bo);
  for (const device of [ann, phone]) {
    await device.next('presence', ({ people }) => people.some(({ status }) => status === 'online'));
    await settled(device);
    device.frames.length = 0;
  }
  const watched = watch([ann, phone]);
  await begin(bo, ann);
  await watched.note('bo goes', await Promise.all([ann, phone].map((device) => device.next('presence', offline(bo)))));
  await looks(ann, bo, watched);
  await writes(ann, bo, bo, watched);
  await goOn(bo, laptop);
  await looks(ann, bo, watched);
  await writesOn(ann, phone, bo, watched);
  await sendsFile(ann, bo, watched);
  await calls(ann, bo, bo, watched);
  await acts(ann, bo, bo, watched);
  return plain(watched.lines);
};

/** bo has asked, and is gone when ann accepts. */
const storyOfRequest = async ({ begin, goOn }: Behaviour): Promise<readonly string[]> => {
  const { ann, phone, bo, laptop } = await pair();
  await bo.ask({ type: 'contact', account: ann.uid, act: 'request' });
  const watched = watch([ann, phone]);
  await begin(bo, ann);
  await watched.note('bo goes');
  await looks(ann, bo, watched);
  await watched.note('accept', await ann.ask({ type: 'contact', account: bo.uid, act: 'accept' }));
  await watched.note('is told', await Promise.all([ann, phone].map((device) => device.next('presence', offline(bo)))));
  await looks(ann, bo, watched);
  await goOn(bo, laptop);
  await looks(ann, bo, watched);
  await writes(ann, bo, bo, watched);
  await writesOn(ann, phone, bo, watched);
  await calls(ann, bo, bo, watched);
  return plain(watched.lines);
};

describe('whoever is blocked', () => {
  test.each([
    ['a contact', storyOfContacts],
    ['somebody who had asked', storyOfRequest],
  ])(
    '[RO4] [CA2] [CA17] is told of %s, whatever they ask, what they would be told of one who is away',
    async (_, story) => {
      const [gone, blocked] = [await story(goes), await story(blocks)];
      expect(gone.length).toBeGreaterThan(40);
      expect(gone.filter((line) => line.includes('mailbox_full'))).not.toEqual([]);
      expect(gone.filter((line) => line.includes('"ring_seconds":30'))).not.toEqual([]);
      expect(blocked).toEqual(gone);
    },
    60_000,
  );

  test('[RO4] [MB7] is shown the same after a restart, and a mailbox that is full stays full', async () => {
    const { ann, phone, bo, laptop } = await pair();
    await befriend(ann, bo);
    const shown = await devicesOf(ann, bo.uid);
    await block(bo, ann);
    await renews(bo, laptop);
    const watched = watch([ann, phone]);
    await writesOn(ann, phone, bo, watched);
    await relay.end();
    await relay.start();

    const [she, he] = [await online(relay.url, ann.session), await online(relay.url, bo.session)];
    expect(await devicesOf(she, bo.uid)).toEqual(shown);
    expect(await say(she, bo.uid)).toMatchObject({ error_code: 'mailbox_full' });
    const lived = await devicesOf(he, bo.uid);
    expect(lived.map(({ prekey }) => prekey.id).sort()).toEqual([1, 3]);

    await he.ask({ type: 'contact', account: ann.uid, act: 'unblock' });
    await befriend(she, he);
    expect((await devicesOf(she, bo.uid)).map(({ prekey }) => prekey.id).sort()).toEqual([1, 3]);
    expect(await say(she, bo.uid)).toMatchObject({ type: 'sent' });
  });

  test('[RO4] a block and its end right behind it leave nothing', async () => {
    const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    await befriend(ann, bo);
    bo.send({ type: 'contact', id: 'one', account: ann.uid, act: 'block' });
    bo.send({ type: 'contact', id: 'two', account: ann.uid, act: 'unblock' });
    await bo.next('ok', ({ id }) => id === 'two');
    const again = await bo.again();
    expect(again.roster.contacts).toEqual([]);
  });
});
