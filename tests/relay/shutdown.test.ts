import { connect as connectTcp } from 'node:net';
import { ulid } from 'ulid';
import { expect, test, vi } from 'vitest';
import { type RunningRelay, startRelay } from './start-relay.ts';
import {
  befriend,
  envelopeFor,
  newLogin,
  newPerson,
  online,
  register,
  signIn,
  type TestDevice,
} from './test-client.ts';

const SOCKETS = 200;
const WRITERS = 6;
const MANY = 60;
const SECONDS = 10;
/** What main.ts gives the relay, and no supervisor gives less. */
const LONGEST_MS = 5_000;

/** Writes one message after the other until its socket closes; `ticked` gets their ids. */
const write = async (from: TestDevice, to: TestDevice, ticked: string[]): Promise<void> => {
  const envelope = await envelopeFor(from, to.uid);
  for (let code: number | undefined; code === undefined; ) {
    const id = ulid();
    from.send({ type: 'send', id, envelope: { ...envelope, id } });
    const sent = from.next('sent', (frame) => frame.id === id).then(() => void ticked.push(id));
    code = await Promise.race([sent, from.closed]).then((closed) => closed ?? undefined);
    sent.catch(() => undefined); // it is not ticked
  }
};

/** Ends the relay; resolves to its exit code, once that it came in time is certain. */
const endInTime = async (relay: RunningRelay): Promise<number | null> => {
  const began = performance.now();
  const code = await relay.end();
  expect(performance.now() - began).toBeLessThan(LONGEST_MS);
  return code;
};

test('[HE6] a relay that is told to end sends everyone away to a moment of their own and loses nothing it has ticked', async () => {
  const relay = await startRelay({ environment: { MAX_SOCKETS_PER_IP: '1000', MAX_SOCKETS_PER_ACCOUNT: '1000' } });
  const writers: TestDevice[] = [];
  const bo = await newPerson(relay.url, 'bo');
  while (writers.length < WRITERS) {
    const ann = await newPerson(relay.url, 'ann');
    await befriend(ann, bo);
    writers.push(ann);
  }
  const sockets = [...writers, bo];
  while (sockets.length < SOCKETS) sockets.push(await bo.again());
  const ticked: string[] = [];
  const writing = writers.map((ann) => write(ann, bo, ticked));
  await vi.waitUntil(() => ticked.length > MANY, { timeout: 10_000 });

  const farewells = Promise.all(sockets.map((socket) => socket.next('bye')));
  expect(await endInTime(relay)).toBe(0);
  const moments = (await farewells).map(({ retry_after }) => retry_after).sort((a, b) => a - b);
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual(sockets.map(() => 4012));
  const inSecond = Array.from({ length: SECONDS }, (_, second) =>
    moments.filter((moment) => moment > second && moment <= second + 1),
  );
  expect(inSecond.map(({ length }) => length)).toEqual(inSecond.map(() => SOCKETS / SECONDS));
  expect(new Set(moments).size).toBe(SOCKETS);

  await Promise.all(writing);
  await relay.start();
  const again = await online(relay.url, bo.session);
  const lost = new Set(ticked);
  while (lost.size > 0)
    for (const item of (await again.next('deliver')).items) if (item.kind === 'envelope') lost.delete(item.envelope.id);
  await relay.stop();
});

test('[HE6] where there are few, nobody waits long', async () => {
  const relay = await startRelay();
  const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
  const ended = relay.end();
  expect([(await ann.next('bye')).retry_after, (await bo.next('bye')).retry_after]).toEqual([0.5, 1]);
  expect(await ended).toBe(0);
  await relay.stop();
});

test('requests under way are answered, and what they asked for is stored', async () => {
  const relay = await startRelay();
  const logins = Array.from({ length: 12 }, () => newLogin('ann'));
  // Hashing a password takes a tenth of a second: when the first is answered, others are under way.
  const asked = logins.map((login) => register(relay.url, login));
  await Promise.race(asked);
  expect(await endInTime(relay)).toBe(0);
  const sessions = await Promise.all(asked);
  await relay.start();
  expect((await signIn(relay.url, logins.at(-1) ?? '')).account.uid).toBe(sessions.at(-1)?.account.uid);
  await relay.stop();
});

test('a request that never comes to its end is not waited for', async () => {
  const relay = await startRelay();
  const half = connectTcp(relay.port, '127.0.0.1');
  half.on('error', () => undefined);
  half.write('POST /api/sessions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf');
  await newPerson(relay.url, 'ann'); // by now the other half is waited for
  expect(await endInTime(relay)).toBe(0);
  half.destroy();
  await relay.stop();
});
