import { ringTestId } from '#shared/protocol/ids.ts';
import { ringHeard, ringTestBegun, ringTestResult } from '#shared/protocol/ring-test.ts';
import { Refusal } from '../../http/refusal.ts';
import { nothing, type Route, route } from '../../http/route.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { RingTests } from './ring-tests.ts';

export interface RingTestRoutesOptions {
  readonly ringTests: RingTests;
  readonly begins: KeyedBuckets;
  readonly clock: () => number;
}

const PATH = '/api/ring-tests/:test';
const parameters = { test: ringTestId };

const gone = (): Refusal => new Refusal('not_found', 'test: over, or of somebody else');

export const ringTestRoutes = ({ ringTests, begins, clock }: RingTestRoutesOptions): readonly Route[] => [
  route(
    {
      method: 'POST',
      path: '/api/ring-tests',
      summary: 'Rings one’s own devices, to see which of them a call would reach',
      by: 'session',
      answers: ringTestBegun,
      refuses: ['rate_limited'],
    },
    async ({ device }) => {
      const wait = begins.take(device.person.uid, clock());
      if (wait > 0) throw new Refusal('rate_limited', 'too many tests', wait);
      return { test: await ringTests.begin(device) };
    },
  ),
  route(
    {
      method: 'POST',
      path: PATH,
      summary: 'Says that the ring has come to this device',
      by: 'session',
      parameters,
      body: ringHeard,
      answers: nothing,
      status: 204,
      refuses: [],
    },
    ({ device, parameters: { test }, body }) => {
      if (!ringTests.heard(device, test, body)) throw gone();
    },
  ),
  route(
    {
      method: 'GET',
      path: PATH,
      summary: 'What came of the ring so far, for each of one’s own devices',
      by: 'session',
      parameters,
      answers: ringTestResult,
      refuses: [],
    },
    ({ device, parameters: { test } }) => {
      const devices = ringTests.result(device, test);
      if (!devices) throw gone();
      return { devices: [...devices] };
    },
  ),
];
