import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContactAct } from '#shared/protocol/client-frames.ts';
import type { AccountRecord } from '#shared/protocol/own-account.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import {
  type Answer,
  befriend,
  envelopeFor,
  newLogin,
  newPerson,
  request,
  sealed,
  type TestDevice,
} from './test-client.ts';
import { plain, settled, watch } from './trace.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const ACTS: readonly ContactAct[] = ['request', 'accept', 'decline', 'remove', 'block', 'unblock'];

const asks = ({ session }: TestDevice, path: string, body?: unknown): Promise<Answer> =>
  request(relay.url, path, { token: session.token, ...(body === undefined ? {} : { method: 'POST', body }) });

const chooses = async (who: TestDevice, findable: boolean): Promise<void> => {
  expect((await asks(who, '/api/account', { findable })).status).toBe(204);
};

const does = (who: TestDevice, act: ContactAct, to: TestDevice) => who.ask({ type: 'contact', account: to.uid, act });

/** Whether the one is found by the other: by UID and login alike. */
const isFound = async (who: TestDevice, by: TestDevice): Promise<boolean> => {
  const { uid, login } = who.session.account;
  const answers = await Promise.all([asks(by, `/api/people?uid=${uid}`), asks(by, `/api/people?login=${login}`)]);
  const found = answers.map(({ body }) => (body as { people: readonly unknown[] }).people.length);
  expect(new Set(found).size).toBe(1);
  return found[0] === 1;
};

const pair = async (): Promise<[TestDevice, TestDevice]> => [
  await newPerson(relay.url, 'ann'),
  await newPerson(relay.url, 'bo'),
];

/** Whom a story is about. */
interface Sought {
  readonly uid: string;
  readonly login: string;
  readonly endpoint: string;
}

/** Everything that ann can ask about somebody whom she has not met. */
const story = async (ann: TestDevice, { uid, login, endpoint }: Sought): Promise<readonly string[]> => {
  const { lines, note } = watch([ann]);
  const http = async (path: string, body?: unknown) => {
    const { status, body: said } = await asks(ann, path, body);
    return [status, said];
  };
  await note('looks for the login', await http(`/api/people?login=${login}`));
  await note('looks for the account', await http(`/api/people?uid=${uid}`));
  for (const act of ACTS) await note(act, await ann.ask({ type: 'contact', account: uid, act }));
  await note('asks for keys', await ann.ask({ type: 'devices', accounts: [uid, ann.uid] }));
  await note('asks for one-time prekeys', await ann.ask({ type: 'one-time-prekeys', accounts: [uid] }));
  const invite = { type: 'call-invite', call: crypto.randomUUID(), callee: uid, media: 'video' } as const;
  await note('calls', await ann.ask(invite));
  await note('calls again', await ann.ask(invite));
  await note('joins', await ann.ask({ type: 'call-join', call: invite.call }));
  const envelope = { ...(await envelopeFor(ann, ann.uid)), to: uid };
  await note('writes', await ann.ask({ type: 'send', envelope }));
  ann.send({ type: 'typing', to: uid, typing: true });
  await note('types');
  ann.send({ type: 'offer', to: endpoint, call: invite.call, box: sealed() });
  await note('signals');
  await note('begins a file', await http('/api/blobs', { size: 64, to: uid }));
  const again = await ann.again();
  await settled(again);
  await note('comes back', [again.welcome, again.roster, again.frames]);
  again.close();
  await again.closed;
  return plain(lines);
};

describe('whoever does not want to be found', () => {
  test('[RO8] is, for who has not met them, like nobody in whatever they ask', async () => {
    const [ann, bo] = await pair();
    const { login } = bo.session.account;
    await chooses(bo, false);
    const nobody = { uid: crypto.randomUUID(), login: newLogin('nobody'), endpoint: 'an-endpoint-of-nobody' };
    const ofNobody = await story(await newPerson(relay.url, 'ann'), nobody);
    const ofHidden = await story(ann, { uid: bo.uid, login, endpoint: bo.endpoint });
    expect(ofNobody.length).toBeGreaterThan(18);
    expect(ofHidden).toEqual(ofNobody);
    await settled(bo);
    expect(bo.frames).toEqual([]);
    // Somebody who is found is told apart by the same story.
    await chooses(bo, true);
    expect(await story(await newPerson(relay.url, 'ann'), { uid: bo.uid, login, endpoint: bo.endpoint })).not.toEqual(
      ofNobody,
    );
  });

  test('[RO8] is not found by login or UID until they choose otherwise; finds themselves, and is told how it is', async () => {
    const [ann, bo] = await pair();
    const record = async (): Promise<boolean> => ((await asks(bo, '/api/account')).body as AccountRecord).findable;
    expect([await isFound(bo, ann), await record()]).toEqual([true, true]);
    await chooses(bo, false);
    expect([await isFound(bo, ann), await record(), await isFound(bo, bo)]).toEqual([false, false, true]);
    expect(await does(ann, 'request', bo)).toMatchObject({ error_code: 'not_found' });
    await chooses(bo, true);
    expect([await isFound(bo, ann), await record()]).toEqual([true, true]);
    expect(await does(ann, 'request', bo)).toMatchObject({ type: 'ok' });
  });

  test('[RO8] is found by contacts and by whom they have asked, who may think better of declining', async () => {
    const [ann, bo] = await pair();
    const cy = await newPerson(relay.url, 'cy');
    await befriend(ann, bo);
    await chooses(bo, false);
    await does(bo, 'request', cy);
    expect(await cy.next('contact')).toMatchObject({ contact: { account: bo.uid, relation: 'incoming' } });
    expect([await isFound(bo, ann), await isFound(bo, cy)]).toEqual([true, true]);
    await does(cy, 'decline', bo);
    expect(await isFound(bo, cy)).toBe(true);
    await does(cy, 'request', bo);
    expect(await bo.next('contact', ({ contact }) => contact.relation === 'contact')).toBeDefined();
    await does(ann, 'remove', bo);
    expect(await isFound(bo, ann)).toBe(false);
    expect(await does(ann, 'request', bo)).toMatchObject({ error_code: 'not_found' });
  });

  test('[RO8] is found by who had asked them before, and by who has blocked them', async () => {
    const [ann, bo] = await pair();
    const cy = await newPerson(relay.url, 'cy');
    await does(ann, 'request', bo);
    await does(cy, 'block', bo);
    await chooses(bo, false);
    expect([await isFound(bo, ann), await isFound(bo, cy)]).toEqual([true, true]);
    expect(await does(bo, 'accept', ann)).toMatchObject({ type: 'ok' });
    expect(await ann.next('contact', ({ contact }) => contact.relation === 'contact')).toBeDefined();
    expect(await does(cy, 'unblock', bo)).toMatchObject({ type: 'ok' });
    expect(await isFound(bo, cy)).toBe(false);
  });

  test('[RO4] [RO8] gives nothing away by a block', async () => {
    const [ann, bo] = await pair();
    await does(bo, 'block', ann);
    await chooses(bo, false);
    expect(await isFound(bo, ann)).toBe(false);
    expect(await does(ann, 'request', bo)).toMatchObject({ error_code: 'not_found' });

    const [cy, dee] = await pair();
    await befriend(cy, dee);
    await does(dee, 'block', cy);
    await chooses(dee, false);
    expect(await isFound(dee, cy)).toBe(true);
  });

  test('[RO8] is not found after a restart, either', async () => {
    const [ann, bo] = await pair();
    await chooses(bo, false);
    await relay.kill();
    await relay.start();
    expect(await isFound(bo, await ann.again())).toBe(false);
    expect((await asks(bo, '/api/account')).body).toMatchObject({ findable: false });
    expect(await isFound(ann, await bo.again())).toBe(true);
  });

  test('only a session changes it, and to nothing but yes or no', async () => {
    const ann = await newPerson(relay.url, 'ann');
    expect((await request(relay.url, '/api/account', { method: 'POST', body: { findable: false } })).status).toBe(401);
    for (const body of [{}, { findable: 0 }, { findable: true, role: 'admin' }])
      expect(await asks(ann, '/api/account', body)).toMatchObject({ status: 400, body: { error_code: 'bad_request' } });
  });
});
