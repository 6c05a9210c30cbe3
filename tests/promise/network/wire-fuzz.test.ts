import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientFrame } from '#shared/protocol/client-frames.ts';
import { howMany } from '#tests/how-many.ts';
import { startRelay } from '#tests/relay/start-relay.ts';
import { connect, newPerson, request, sealed, type TestDevice, type TestSocket } from '#tests/relay/test-client.ts';
import { rssMib } from './rss.ts';

const INPUTS = howMany(100_000, 1_000_000);
const AT_A_TIME = 100;
const ANSWER_MS = 100;
const TRIES = 5;
const GROWTH_MIB = 50;

const TYPES = clientFrame.def.options.flatMap(({ def }) => [...def.shape.type.def.values]);
const FIELDS = [...new Set(clientFrame.def.options.flatMap(({ def }) => Object.keys(def.shape))), '__proto__'];

/** Of a room that there is. */
const ROOM = { room: 'Aa0Bb1Cc2D', proof: `${'A'.repeat(43)}=`, visit: '0'.repeat(32) };

/** Frames that are nearly right, with the wrong thing somewhere. */
const nearly = (device: TestDevice): fc.Arbitrary<string> => {
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      device.uid,
      device.endpoint,
      device.device,
      crypto.randomUUID(),
      1,
      -1,
      1e300,
      true,
      null,
      [],
      {},
      'request',
      'audio',
      ...Object.values(ROOM),
      sealed(),
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  return fc
    .record({
      type: fc.constantFrom<unknown>(...TYPES, 'welcome', 'error'),
      fields: fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 6 }),
    })
    .map(({ type, fields }) => JSON.stringify({ ...fields, type }));
};

/** Now and then what ends a socket: no JSON, no object, no text. */
const anything = (device: TestDevice): fc.Arbitrary<string | Buffer> =>
  fc.oneof(
    { weight: 150, arbitrary: nearly(device) },
    { weight: 40, arbitrary: fc.dictionary(fc.string(), fc.jsonValue()).map((object) => JSON.stringify(object)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4_000 }).map((bytes) => Buffer.from(bytes)) },
  );

/** A socket of the device that is there again whenever the relay has closed it. */
const persistent = (device: TestDevice) => {
  let socket: TestSocket = device;
  let resume = device.welcome.resume;
  let open = true;
  const watch = (): void => void socket.closed.then(() => (open = false));
  watch();
  return async (): Promise<TestSocket> => {
    if (open) return socket;
    socket = await connect(device.url, resume);
    resume = (await socket.next('welcome')).resume;
    open = true;
    watch();
    socket.send({ type: 'hello', id: 'h', after: 0, active: true });
    await socket.next('roster');
    return socket;
  };
};

test(`[ER1] [ER2] ${INPUTS} inputs: the relay goes on, answers others within ${ANSWER_MS} ms and does not grow`, async () => {
  const relay = await startRelay({ environment: { RATE_LIMIT_SCALE: '100000', LOG_LEVEL: 'error' } });
  const ann = await newPerson(relay.url, 'ann');
  const witness = await newPerson(relay.url, 'bo');
  const { room, proof } = ROOM;
  await witness.ask({ type: 'room-create', room, proof, about: 'AAAA', waiting_room: true });
  const socketOfAnn = persistent(ann);

  const send = async (inputs: readonly (string | Buffer)[]): Promise<void> => {
    for (const input of inputs) (await socketOfAnn()).sendText(input);
  };
  const answerMs = async (): Promise<number> => {
    const start = performance.now();
    await witness.ask({ type: 'devices', accounts: [witness.uid] });
    return performance.now() - start;
  };

  const inputs = anything(ann);
  let grownFrom = 0;
  for (let sent = 0; sent < INPUTS; sent += AT_A_TIME) {
    const some = fc.sample(inputs, { numRuns: AT_A_TIME, seed: sent });
    let quickest = Number.POSITIVE_INFINITY;
    // A busy machine is not busy each time at the same place; an input that is slow is.
    for (let tries = 0; tries < TRIES && quickest > ANSWER_MS; tries++) {
      await send(some);
      quickest = Math.min(quickest, await answerMs());
    }
    expect(quickest, `after inputs ${sent} to ${sent + AT_A_TIME}`).toBeLessThan(ANSWER_MS);
    ann.frames.length = 0;
    // The heap has found its size by then.
    if (sent === INPUTS / 10) grownFrom = rssMib(relay.pid());
  }
  expect(rssMib(relay.pid()) - grownFrom).toBeLessThan(GROWTH_MIB);
  expect((await request(relay.url, '/health')).body).toEqual({ status: 'ok' });
  expect(relay.output()).not.toContain('"level":50');
  await relay.stop();
}, 600_000);
