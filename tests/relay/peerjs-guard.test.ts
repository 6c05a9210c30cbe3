import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorBody } from '#shared/protocol/errors.ts';
import { arrive, dial, type PeerMessage, type PeerSocket } from './peerjs-client.ts';
import { KEY } from './start-peer-server.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { newPerson } from './test-client.ts';

const relayWith = (environment: Readonly<Record<string, string>>): Promise<RunningRelay> =>
  startRelay({ environment: { PEERJS_KEY: KEY, ...environment } });

/** Where PeerJS pages find it unless the host says otherwise. */
const at = ({ url }: RunningRelay): string => `${url}/peerjs`;

const gone = 'Unexpected server response: ';

describe('the door for PeerJS pages', () => {
  test('[PJ1] is closed unless the host sets a key', async () => {
    const relay = await startRelay();
    await expect(dial(at(relay))).rejects.toThrow(`${gone}400`);
    const answer = await fetch(`${at(relay)}/${KEY}/id`);
    expect([answer.ok, answer.headers.get('access-control-allow-origin')]).toEqual([false, null]);
    await relay.stop();
  });

  describe('is open', () => {
    let relay: RunningRelay;
    beforeAll(async () => {
      relay = await relayWith({
        LOG_LEVEL: 'trace',
        RATE_LIMIT_SCALE: '1',
        MAX_SOCKETS_PER_IP: '8',
        TRUST_PROXY: 'yes',
      });
    });
    afterAll(() => relay.stop());

    let hosts = 0;
    /** An address of its own for each test. */
    const somewhere = (): { readonly 'x-forwarded-for': string } => ({ 'x-forwarded-for': `203.0.113.${++hosts}` });

    test('[PJ2] a wrong key gets no id, in words that a page of any origin may read', async () => {
      for (const path of ['id', 'peers']) {
        const answer = await fetch(`${at(relay)}/${KEY}-not/${path}`, { headers: somewhere() });
        expect(answer.status).toBe(401);
        expect(answer.headers.get('access-control-allow-origin')).toBe('*');
        expect(errorBody.parse(await answer.json())).toEqual({
          detail: 'Invalid key provided',
          error_code: 'unauthorized',
        });
      }
    });

    test('[PJ3] a wrong key is refused as INVALID-KEY', async () => {
      const socket = await dial(at(relay), { key: `${KEY.slice(1)}x`, headers: somewhere() });
      expect(await socket.next()).toEqual({ type: 'INVALID-KEY', payload: { msg: 'Invalid key provided' } });
      await socket.closed;
    });

    test.each([{ id: 'a'.repeat(129) }, { id: 'ann', token: 't'.repeat(129) }])(
      '[PJ3] a name of 129 characters is refused with how long it may be',
      async (names) => {
        const socket = await dial(at(relay), { ...names, headers: somewhere() });
        expect(await socket.next()).toEqual({
          type: 'ERROR',
          payload: { msg: 'An id and a token have at most 128 characters' },
        });
        await socket.closed;
      },
    );

    test('[PJ4] whoever takes over ends the socket before', async () => {
      const first = await arrive(at(relay), 'twice', { headers: somewhere() });
      await dial(at(relay), { id: 'twice', headers: somewhere() });
      expect(await first.closed).toBe(1000);
    });

    test('[PJ8] a message over 64 KiB closes the socket, one just below arrives', async () => {
      const headers = somewhere();
      const socket = await arrive(at(relay), 'large', { headers });
      socket.send({ type: 'OFFER', dst: 'large', payload: 'x'.repeat(65_000) });
      expect(await socket.next()).toMatchObject({ type: 'OFFER' });
      socket.send({ type: 'OFFER', dst: 'large', payload: 'x'.repeat(70_000) });
      await socket.closed;
    });

    test('[PJ5] what is nested more deeply than can be written again is passed over, and the relay goes on', async () => {
      const headers = somewhere();
      const ann = await arrive(at(relay), 'deep', { headers });
      ann.send(`{"type":"OFFER","dst":"deep","payload":${'['.repeat(32_000)}${']'.repeat(32_000)}}`);
      ann.send({ type: 'OFFER', dst: 'deep', payload: 'shallow' });
      expect(await ann.next()).toMatchObject({ payload: 'shallow' });
    });

    test('[PJ8] messages over the rate are dropped, and 200 in a row close the socket with 4029', async () => {
      const socket = await arrive(at(relay), 'hasty', { headers: somewhere(), silent: true });
      for (let count = 0; count < 1_000; count++) socket.send({ type: 'CANDIDATE', dst: 'hasty', payload: count });
      expect(await socket.closed).toBe(4029);
      let arrived = 0;
      while (await socket.next()) arrived += 1;
      expect(arrived).toBeGreaterThanOrEqual(200);
      expect(arrived).toBeLessThan(800);
    });

    test('[PJ8] sockets of one address are counted together with ours', async () => {
      const elsewhere = await newPerson(relay.url, 'ann'); // of this machine's own address
      const sockets: PeerSocket[] = [];
      for (let count = 0; count < 7; count++) sockets.push(await arrive(at(relay), `of-one-${count}`));
      await expect(dial(at(relay), { id: 'of-one-7' })).rejects.toThrow(`${gone}429`);
      elsewhere.close();
      await elsewhere.closed;
      sockets.push(await arrive(at(relay), 'of-one-7'));
      for (const socket of sockets) socket.close();
      await Promise.all(sockets.map(({ closed }) => closed));
    });

    test('[PJ8] who is refused holds no place', async () => {
      const headers = somewhere();
      for (let count = 0; count < 10; count++) await (await dial(at(relay), { key: 'wrong', headers })).closed;
      await arrive(at(relay), 'after-refusals', { headers });
    });

    test('[PJ8] ids and sockets asked for by one address have a rate', async () => {
      const headers = somewhere();
      const ask = () => fetch(`${at(relay)}/${KEY}/id`, { headers });
      for (let count = 0; count < 240; count++) await (await ask()).text();
      await expect.poll(async () => (await ask()).status, { interval: 1 }).toBe(429);
      const refused = await ask();
      expect(refused.headers.get('access-control-allow-origin')).toBe('*');
      expect(errorBody.parse(await refused.json())).toMatchObject({
        error_code: 'rate_limited',
        retry_after: expect.any(Number),
      });
      await expect(dial(at(relay), { headers })).rejects.toThrow(`${gone}429`);
    });

    test('[PJ8] neither the key nor a token is in the log', () => {
      expect(relay.output()).not.toContain(KEY);
      expect(relay.output()).not.toContain('token of');
    });
  });
});

describe('much at once', () => {
  let relay: RunningRelay;
  beforeAll(async () => {
    relay = await relayWith({});
  });
  afterAll(() => relay.stop());

  const payload = 'x'.repeat(60_000);

  test('[PJ6] what an absent peer has no room for expires at once', async () => {
    const ann = await arrive(at(relay), 'ann');
    const began = performance.now();
    for (let count = 0; count < 18; count++) ann.send({ type: 'OFFER', dst: 'nobody', payload });
    expect(await ann.next()).toEqual({ type: 'EXPIRE', src: 'nobody', dst: 'ann' });
    expect(performance.now() - began).toBeLessThan(4_000);
    const nobody = await arrive(at(relay), 'nobody');
    for (let count = 0; count < 17; count++) expect(await nobody.next()).toMatchObject({ type: 'OFFER', src: 'ann' });
    ann.close();
    nobody.close();
  });

  test('[PJ8] a reader that leaves more than 1 MiB unread is closed with 4008', async () => {
    const ann = await arrive(at(relay), 'ann');
    const bo = await arrive(at(relay), 'bo');
    bo.pause();
    // Until nobody is there and much waits. In steps: who has been closed must read on within seconds to learn why.
    let answer: PeerMessage | undefined;
    while (answer?.type !== 'EXPIRE') {
      for (let count = 0; count < 20; count++) ann.send({ type: 'CANDIDATE', dst: 'bo', payload });
      ann.send({ type: 'OFFER', dst: 'ann' });
      answer = await ann.next();
    }
    bo.resume();
    expect(await bo.closed).toBe(4008);
    ann.close();
  });
});

test('[PJ9] at its end the relay says to every peer that it is one, after what was on its way to them', async () => {
  const relay = await relayWith({});
  const peers = await Promise.all(Array.from({ length: 20 }, (_, place) => arrive(at(relay), `peer ${place}`)));
  const [ann] = peers;
  for (let to = 1; to < 20; to++) ann?.send({ type: 'OFFER', dst: `peer ${to}`, payload: 'last words' });
  ann?.send({ type: 'OFFER', dst: 'peer 0' });
  await ann?.next(); // all of them were taken
  expect(await relay.end()).toBe(0);
  expect(await Promise.all(peers.map(({ closed }) => closed))).toEqual(peers.map(() => 1012));
  for (const peer of peers.slice(1)) expect(await peer.next()).toMatchObject({ payload: 'last words' });
  await relay.start();
  (await arrive(at(relay), 'peer 0')).close();
  await relay.stop();
});
