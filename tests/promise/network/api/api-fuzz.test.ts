import { Agent, request as openRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { howMany } from '#tests/how-many.ts';
import { type RunningRelay, startRelay } from '#tests/relay/start-relay.ts';
import { PASSWORD, request } from '#tests/relay/test-client.ts';
import { ADMIN, newCast, PUSH_SERVICE, type SecondFactor } from './cast.ts';
import { type Described, type Description, describeApi } from './description.ts';
import { type ApiRequest, requestsFor } from './requests.ts';

const REQUESTS = howMany(300, 10_000);
const AT_A_TIME = 20;

/** Routes that refuse as `bad_request` also what fits: a push service must be known, a search is by one of two names. */
const STRICTER = [
  'getAdminAccounts',
  'getAdminAudit',
  'postPushSubscription',
  'getPeople',
  'putBlobsIdPartsPart',
  'putRecovery',
];

/** Where it must be for a route to do something. */
const FACTORS: Readonly<Record<string, SecondFactor>> = {
  '/api/account/second-factor/confirmation': 'begun',
  '/api/account/second-factor/recovery-codes': 'on',
  '/api/account/second-factor/removal': 'on',
};

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** As it is: `fetch` would put right what is wrong with an address. */
const send = (url: string, agent: Agent, { method, path, type, body }: ApiRequest, token?: string): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(type === '' ? {} : { 'content-type': type }),
      'content-length': Buffer.byteLength(body),
    };
    const sent = openRequest(url, { method, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          type: answer.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** What is wrong with the answer to a request, by the description alone; '' where nothing is. */
const wrong = (api: Description, route: Described, asked: ApiRequest, answered: Answered): string => {
  const { status, type, body } = answered;
  const misfit = api.misfit(route, status, type, body);
  if (misfit) return misfit;
  const roles = route.operation.security[0]?.session;
  const known = asked.who === 'person' || asked.who === 'admin';
  if (roles && !known && status !== 401 && status !== 413) return 'it asks for a session';
  if (roles?.includes('admin') && asked.who !== 'admin' && status < 300) return 'it is for administrators';
  if (!asked.fits && status < 300) return 'the request does not fit';
  const strict = STRICTER.includes(route.operation.operationId);
  if (asked.fits && !strict && status === 400 && body.includes('"bad_request"')) return 'the request fits';
  return '';
};

let relay: RunningRelay;
let api: Description;
beforeAll(async () => {
  relay = await startRelay({
    environment: {
      RATE_LIMIT_SCALE: '1000000',
      REGISTRATIONS_PER_HOUR: '1000000',
      ADMIN_LOGIN: ADMIN,
      ADMIN_PASSWORD: PASSWORD,
      PUSH_SERVICES: PUSH_SERVICE,
      MAX_SOCKETS_PER_IP: '1000',
      IDLE_TIMEOUT_SECONDS: '3600',
      LOG_LEVEL: 'error',
    },
  });
  api = await describeApi(relay.url);
});
afterAll(() => relay.stop());

test(`[HT3] ${REQUESTS} requests for each route: every answer is one of those described, and none is a fault`, async () => {
  /** The first of each kind. */
  const failures = new Map<string, string>();
  const never: string[] = [];
  for (const route of api.routes) {
    const gather = async () => {
      const cast = await newCast(relay.url, FACTORS[route.path] ?? 'off');
      return { cast, requests: requestsFor(route, api, cast.known) };
    };
    let { cast, requests } = await gather();
    const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME });
    let done = 0;
    for (let sent = 0; sent < REQUESTS; sent += AT_A_TIME) {
      const some = fc.sample(requests, { numRuns: AT_A_TIME, seed: sent });
      const answers = await Promise.all(some.map((one) => send(relay.url, agent, one, cast.tokenOf(one.who))));
      for (const [index, answered] of answers.entries()) {
        const asked = some[index];
        const fault = asked && wrong(api, route, asked, answered);
        if (fault && !failures.has(`${route.path} ${fault}`))
          failures.set(`${route.path} ${fault}`, `${JSON.stringify(asked)} → ${JSON.stringify(answered)}`);
        if (answered.status < 300) done++;
      }
      if (await cast.isWhole()) continue;
      await cast.leave();
      ({ cast, requests } = await gather());
    }
    if (done === 0) never.push(`${route.method} ${route.path}`);
    agent.destroy();
    await cast.leave();
  }
  expect([...failures]).toEqual([]);
  expect(never, 'routes that did nothing').toEqual([]);
  expect((await request(relay.url, '/health')).body).toEqual({ status: 'ok' });
  expect(relay.output()).not.toContain('"level":50');
});
