import type { Client } from '../client.ts';
import { signedIn, type Within } from './within.ts';

/** Whether one's own devices can be rung. */
export const ringTestActs = (within: Within): Client['ringTest'] => {
  const { api } = within.ports;
  return {
    begin: () => signedIn(within, ({ relay, token }) => api.beginRingTest(relay, token)),
    heardByPush: (test) => signedIn(within, ({ relay, token }) => api.ringHeard(relay, token, test, { by: 'push' })),
    result: (test) => signedIn(within, ({ relay, token }) => api.ringTestResult(relay, token, test)),
  };
};
