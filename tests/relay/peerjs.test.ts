import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrive, dial } from './peerjs-client.ts';
import { KEY, type PeerServing, peerServer, relayForPeerJs } from './start-peer-server.ts';

/** An id that nobody has had. */
const someone = (name: string): string => `${name}-${randomUUID()}`;

// One suite for both: what the original answers is what the relay has to.
describe.each([
  ['PeerServer', peerServer],
  ['the relay', relayForPeerJs],
])('PeerServer’s protocol, spoken by %s', (_, start) => {
  let server: PeerServing;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());

  /** Two who are there. */
  const pair = async () => {
    const [ann, bo] = [someone('ann'), someone('bo')];
    return { ann, bo, atAnn: await arrive(server.url, ann), atBo: await arrive(server.url, bo) };
  };

  test('[PJ2] an id is a text that a page of any origin may read, another one each time', async () => {
    const ask = () =>
      fetch(`${server.url}/${KEY}/id?ts=17000000000000.5&version=1.5.5`, {
        headers: { origin: 'https://page.example' },
      });
    const [one, other] = [await ask(), await ask()];
    expect(one.status).toBe(200);
    expect(one.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(['*', 'https://page.example']).toContain(one.headers.get('access-control-allow-origin'));
    const id = await one.text();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await other.text()).not.toBe(id);
  });

  test('[PJ2] nobody is told who is there', async () => {
    expect((await fetch(`${server.url}/${KEY}/peers`)).status).toBe(401);
  });

  test('[PJ2] the path itself says what is there, and nothing else is', async () => {
    for (const path of ['', '/'])
      expect(await (await fetch(`${server.url}${path}`)).json()).toEqual({
        name: expect.any(String),
        description: expect.any(String),
        website: 'https://peerjs.com/',
      });
    expect((await fetch(`${server.url}/${KEY}/nothing`)).status).toBe(404);
    expect((await fetch(`${server.url}/${KEY}/id`, { method: 'POST' })).status).toBe(404);
  });

  test.each(['', `key=${KEY}`, `key=${KEY}&id=ann`, `key=${KEY}&token=t`, 'id=ann&token=t', `key=${KEY}&id=&token=t`])(
    '[PJ3] the query "%s" is answered with what is missing, and the socket is closed',
    async (query) => {
      const socket = await dial(server.url, { query });
      expect(await socket.next()).toEqual({
        type: 'ERROR',
        payload: { msg: 'No id, token, or key supplied to websocket server' },
      });
      await socket.closed;
    },
  );

  test('[PJ3] a wrong key is told and the socket closed', async () => {
    const socket = await dial(server.url, { key: `${KEY}-not` });
    expect(await socket.next()).toMatchObject({ payload: { msg: 'Invalid key provided' } });
    await socket.closed;
  });

  test('[PJ4] an id in use is taken for another token, and free once its socket is closed', async () => {
    const ann = someone('ann');
    const first = await arrive(server.url, ann);
    const second = await dial(server.url, { id: ann, token: 'another' });
    expect(await second.next()).toEqual({ type: 'ID-TAKEN', payload: { msg: 'ID is taken' } });
    await second.closed;
    first.close();
    await first.closed;
    await (await arrive(server.url, ann, { token: 'another' })).close();
  });

  test('[PJ4] the same token takes over: no OPEN, and what is said to the id goes to the new socket', async () => {
    const { ann, bo, atAnn, atBo } = await pair();
    const again = await dial(server.url, { id: bo });
    again.send({ type: 'OFFER', dst: ann, payload: 'I am here' });
    expect(await atAnn.next()).toEqual({ type: 'OFFER', src: bo, dst: ann, payload: 'I am here' });
    atAnn.send({ type: 'ANSWER', dst: bo, payload: 'good' });
    expect(await again.next()).toEqual({ type: 'ANSWER', src: ann, dst: bo, payload: 'good' });
    atBo.close();
    await atBo.closed;
    atAnn.send({ type: 'CANDIDATE', dst: bo, payload: 'still' });
    expect(await again.next()).toMatchObject({ payload: 'still' }); // the end of the old socket is not that of the peer
  });

  test.each(['OFFER', 'ANSWER', 'CANDIDATE', 'LEAVE', 'EXPIRE'])(
    '[PJ5] %s reaches the peer as it is, with the sender’s own id and nothing else',
    async (type) => {
      const { ann, bo, atAnn, atBo } = await pair();
      const payload = { sdp: { type: 'offer', sdp: 'v=0\r\n"…" 🥫' }, connectionId: 'mc_1', list: [1, null, true] };
      atAnn.send({ payload, more: 1, src: 'cy', dst: bo, type });
      expect(await atBo.next()).toEqual({ type, src: ann, dst: bo, payload });
      atAnn.send({ type, dst: bo });
      expect(await atBo.next()).toEqual({ type, src: ann, dst: bo });
    },
  );

  test('[PJ5] messages keep their order, and one may be to oneself or come as bytes', async () => {
    const { ann, bo, atAnn, atBo } = await pair();
    for (let count = 0; count < 100; count++) atAnn.send({ type: 'CANDIDATE', dst: bo, payload: count });
    for (let count = 0; count < 100; count++) expect(await atBo.next()).toMatchObject({ payload: count });
    atAnn.send(Buffer.from(JSON.stringify({ type: 'OFFER', dst: ann, payload: 'me' })));
    expect(await atAnn.next()).toEqual({ type: 'OFFER', src: ann, dst: ann, payload: 'me' });
  });

  test.each([
    'nonsense',
    '',
    '[]',
    'null',
    '7',
    '"OFFER"',
    '{}',
    '{"type":"DANCE","dst":"BO"}',
    '{"type":"OFFER"}',
    '{"type":"HEARTBEAT","dst":"BO"}',
    '{"type":"OPEN","dst":"BO"}',
  ])('[PJ5] %s is passed over, and the socket stays', async (text) => {
    const { ann, bo, atAnn, atBo } = await pair();
    atAnn.send(text.replace('BO', bo));
    atAnn.send({ type: 'OFFER', dst: bo, payload: 'after it' });
    expect(await atBo.next()).toEqual({ type: 'OFFER', src: ann, dst: bo, payload: 'after it' });
  });

  test('[PJ6] what is said to somebody absent waits for them, LEAVE and EXPIRE aside', async () => {
    const [ann, bo] = [someone('ann'), someone('bo')];
    const atAnn = await arrive(server.url, ann);
    for (const type of ['LEAVE', 'OFFER', 'EXPIRE', 'CANDIDATE']) atAnn.send({ type, dst: bo, payload: type });
    atAnn.send({ type: 'OFFER', dst: ann }); // back when all of these have been handled
    await atAnn.next();
    const atBo = await arrive(server.url, bo);
    expect(await atBo.next()).toEqual({ type: 'OFFER', src: ann, dst: bo, payload: 'OFFER' });
    expect(await atBo.next()).toEqual({ type: 'CANDIDATE', src: ann, dst: bo, payload: 'CANDIDATE' });
    atAnn.send({ type: 'ANSWER', dst: bo, payload: 'the next' });
    expect(await atBo.next()).toMatchObject({ payload: 'the next' });
  });

  test('[PJ6] after 5 s it is forgotten and each sender told once, as if the absent one had', async () => {
    const { ann, bo, atAnn, atBo } = await pair();
    const cy = someone('cy');
    const began = performance.now();
    for (const type of ['OFFER', 'CANDIDATE', 'CANDIDATE']) atAnn.send({ type, dst: cy, payload: 'lost' });
    atBo.send({ type: 'OFFER', dst: cy, payload: 'lost' });
    expect(await atAnn.next()).toEqual({ type: 'EXPIRE', src: cy, dst: ann });
    expect(performance.now() - began).toBeGreaterThan(4_900);
    expect(await atBo.next()).toEqual({ type: 'EXPIRE', src: cy, dst: bo });
    const atCy = await arrive(server.url, cy);
    atBo.send({ type: 'OFFER', dst: ann, payload: 'the next' });
    expect(await atAnn.next()).toMatchObject({ payload: 'the next' });
    atAnn.send({ type: 'OFFER', dst: cy, payload: 'found' });
    expect(await atCy.next()).toMatchObject({ payload: 'found' });
  });

  test('[PJ4] LEAVE to nobody frees one’s id', async () => {
    const ann = someone('ann');
    const first = await arrive(server.url, ann);
    first.send({ type: 'LEAVE' });
    await expect
      .poll(async () => (await (await dial(server.url, { id: ann, token: 'another' })).next())?.type)
      .toBe('OPEN');
  });

  describe('with few seats and little patience', () => {
    let small: PeerServing;
    beforeAll(async () => {
      small = await start({ silentSeconds: 2, clients: 2 });
    });
    afterAll(() => small.stop());

    test('[PJ4] one client too many is told, and let in once there is room', async () => {
      const ann = await arrive(small.url, 'ann');
      const bo = await arrive(small.url, 'bo');
      const cy = await dial(small.url, { id: 'cy' });
      expect(await cy.next()).toEqual({
        type: 'ERROR',
        payload: { msg: 'Server has reached its concurrent user limit' },
      });
      await cy.closed;
      const again = await dial(small.url, { id: 'bo' }); // has a seat
      again.send({ type: 'OFFER', dst: 'ann' });
      expect(await ann.next()).toMatchObject({ src: 'bo' });
      again.close();
      await again.closed;
      (await arrive(small.url, 'cy')).close();
      for (const socket of [ann, bo]) {
        socket.close();
        await socket.closed;
      }
    });

    test('[PJ7] a silent socket is closed, one with heartbeats is not', async () => {
      const lively = await arrive(small.url, 'ann');
      const silent = await arrive(small.url, 'bo', { silent: true });
      await silent.closed;
      lively.send({ type: 'OFFER', dst: 'ann', payload: 'still here' });
      expect(await lively.next()).toMatchObject({ payload: 'still here' });
      (await arrive(small.url, 'bo', { token: 'another' })).close();
    });
  });
});
