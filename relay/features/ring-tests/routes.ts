import * as z from 'zod/mini';
import { ringHeard, ringTestBegun, ringTestResult } from '#shared/protocol/ring-test.ts';
import { Refusal } from '../../http/refusal.ts';
import { type Route, route } from '../../http/route.ts';
import type { Device } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { RingTests } from './ring-tests.ts';

export interface RingTestRoutesOptions {
  readonly ringTests: RingTests;
  /** Tells whose token it is, and refuses where there is no session. */
  readonly signedIn: (token: string) => Promise<Device>;
  readonly begins: KeyedBuckets;
  readonly clock: () => number;
}

const gone = (): Refusal => new Refusal('not_found', 'test: over, or of somebody else');

export const ringTestRoutes = ({ ringTests, signedIn, begins, clock }: RingTestRoutesOptions): readonly Route[] => [
  route({ method: 'POST', path: '/api/ring-tests', answers: ringTestBegun }, async ({ token }) => {
    const device = await signedIn(token);
    const wait = begins.take(device.person.uid, clock());
    if (wait > 0) throw new Refusal('rate_limited', 'too many tests', wait);
    return { test: await ringTests.begin(device) };
  }),
  route(
    { method: 'POST', path: '/api/ring-tests/:test', body: ringHeard, answers: z.undefined(), status: 204 },
    async ({ token, parameters, body }) => {
      if (!ringTests.heard(await signedIn(token), parameters.test ?? '', body)) throw gone();
    },
  ),
  route({ method: 'GET', path: '/api/ring-tests/:test', answers: ringTestResult }, async ({ token, parameters }) => {
    const devices = ringTests.result(await signedIn(token), parameters.test ?? '');
    if (!devices) throw gone();
    return { devices: [...devices] };
  }),
];
