import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startRelay } from './start-relay.ts';
import { connect, newPerson, request, sealed, ticketFor } from './test-client.ts';

const TYPES = [
  'hello',
  'ping',
  'activity',
  'contact',
  'devices',
  'prekey',
  'send',
  'acknowledge',
  'offer',
  'leave',
  'call-invite',
  'call-ringing',
  'call-accept',
  'call-decline',
  'call-connected',
  'call-end',
  'call-join',
  'welcome',
  'error',
];

/** Frames that are nearly right, with the wrong thing somewhere. */
const nearly = (uid: string, endpoint: string): fc.Arbitrary<string> => {
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      uid,
      endpoint,
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
      sealed(),
    ),
    fc.jsonValue(),
  );
  const names = [
    'id',
    'after',
    'active',
    'account',
    'accounts',
    'act',
    'envelope',
    'through',
    'call',
    'callee',
    'media',
    'to',
    'box',
    'prekey',
    '__proto__',
  ];
  return fc
    .record({
      type: fc.constantFrom(...TYPES),
      fields: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }),
    })
    .map(({ type, fields }) => JSON.stringify({ type, ...fields }));
};

test('whatever is sent, the relay goes on, answers others at once and does not grow', async () => {
  const relay = await startRelay({ environment: { RATE_LIMIT_SCALE: '100000', LOG_LEVEL: 'error' } });
  const ann = await newPerson(relay.url, 'ann');
  const witness = await newPerson(relay.url, 'bo');
  const texts = fc.sample(fc.oneof({ weight: 20, arbitrary: nearly(ann.uid, ann.endpoint) }, fc.string(), fc.json()), {
    numRuns: 6_000,
    seed: 7,
  });
  let socket = ann as Pick<typeof ann, 'sendText' | 'closed'>;
  let open = true;
  const watch = (): void => {
    open = true;
    void socket.closed.then(() => {
      open = false;
    });
  };
  watch();
  for (const [index, text] of texts.entries()) {
    if (!open) {
      const next = await connect(relay.url, await ticketFor(relay.url, ann.session.token));
      next.send({ type: 'hello', id: 'h', after: 0, active: true });
      await next.next('roster');
      socket = next;
      watch();
    }
    socket.sendText(text);
    if (index % 200 === 0) {
      const start = performance.now();
      await witness.ask({ type: 'devices', accounts: [witness.uid] });
      expect(performance.now() - start).toBeLessThan(1_000);
    }
  }
  expect((await request(relay.url, '/health')).body).toEqual({ status: 'ok' });
  expect(relay.output()).not.toContain('"level":50');
  await relay.stop();
}, 60_000);
