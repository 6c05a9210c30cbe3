import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSubscription } from './push/push-subscription.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { newDevice, newPerson, request, sealed, type TestDevice } from './test-client.ts';

const AT_ONCE = 3;

let relay: RunningRelay;
let ann: TestDevice;
let laptop: TestDevice;
let bo: TestDevice;
beforeAll(async () => {
  // A tenth: what is 30 a minute is 3 at once, and one more after twenty seconds.
  relay = await startRelay({ environment: { RATE_LIMIT_SCALE: '0.1', REGISTRATIONS_PER_HOUR: '1000' } });
  ann = await newPerson(relay.url, 'ann');
  laptop = await newDevice(ann);
  bo = await newPerson(relay.url, 'bo');
});
afterAll(() => relay.stop());

type Said = Readonly<Record<string, unknown>>;

const http = async ({ session: { token } }: TestDevice, path: string, more = {}): Promise<Said> =>
  (await request(relay.url, path, { token, ...more })).body as Said;

const key = (bytes: number): string => Buffer.alloc(bytes, 1).toString('base64');
const prekey = (id: number) => ({ id, key: key(32), signature: key(64) });
const { subscription } = newSubscription('https://updates.push.services.mozilla.com');

const putPrekeys = (of: TestDevice) => of.ask({ type: 'prekey', prekey: prekey(2), one_time: [prekey(2 ** 32)] });
const publishList = (of: TestDevice) => of.ask({ type: 'device-list', list: { text: '{}', signature: key(64) } });

interface Asked {
  readonly what: string;
  readonly detail: string;
  readonly ask: (of: TestDevice, count: number) => Promise<object>;
}

const asked: readonly Asked[] = [
  { what: 'people', detail: 'too many searches', ask: (of) => http(of, '/api/people?login=dee') },
  {
    what: 'keys',
    detail: 'too many requests for keys',
    ask: (of) => of.ask({ type: 'devices', accounts: [of.uid] }),
  },
  {
    what: 'new prekeys and lists to be taken',
    detail: 'too many new keys',
    ask: (of, count) => (count === 1 ? publishList(of) : putPrekeys(of)),
  },
  {
    what: 'pushes',
    detail: 'too many subscriptions',
    ask: (of) => http(of, '/api/push/subscription', { method: 'POST', body: subscription }),
  },
  { what: 'the backup', detail: 'too many backups', ask: (of) => http(of, '/api/recovery') },
];

const limited = expect.objectContaining({ error_code: 'rate_limited' });

describe('in a minute', () => {
  test.each(asked)(
    '[ER5] an account may ask for $what so often, by whichever device, and others still may',
    async ({ detail, ask }) => {
      for (let count = 0; count < AT_ONCE; count++)
        expect(await ask(count === 1 ? laptop : ann, count)).not.toEqual(limited);
      const refused = await ask(laptop, AT_ONCE);
      expect(refused).toMatchObject({ error_code: 'rate_limited', detail, retry_after: expect.any(Number) });
      const { retry_after } = refused as { retry_after: number };
      expect(retry_after).toBeGreaterThan(0);
      expect(retry_after).toBeLessThanOrEqual(20);
      expect(await ask(bo, 0)).not.toEqual(limited);
    },
  );
});

test('[ER6] signals have a rate of their own, beside that of other frames', async () => {
  const cy = await newPerson(relay.url, 'cy');
  const untilRefused = async (): Promise<void> => {
    const join = { type: 'call-join', call: crypto.randomUUID() } as const;
    while (!limited.asymmetricMatch(await cy.ask(join)));
  };
  await untilRefused();
  const candidate = { type: 'candidate', to: bo.endpoint, call: crypto.randomUUID(), box: sealed() } as const;
  for (let count = 0; count < 150; count++) cy.send(candidate);
  await untilRefused(); // it is answered after them
  const lookedAt = cy.frames.filter((frame) => frame.type === 'error' && frame.error_code === 'endpoint_gone').length;
  expect(lookedAt).toBeGreaterThanOrEqual(20); // a tenth of 200
  expect(lookedAt).toBeLessThan(150);
});
