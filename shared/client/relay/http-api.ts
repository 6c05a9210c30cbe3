import { failed, type Outcome } from '#shared/core/reason.ts';
import { login } from '#shared/protocol/account.ts';
import { people, relayFacts, session, sessionList } from '#shared/protocol/account-api.ts';
import { accountId } from '#shared/protocol/ids.ts';
import { loginOf } from '#shared/protocol/login.ts';
import { accountRecord, recoveryCodes, secondFactorSecret, sessionToken } from '#shared/protocol/own-account.ts';
import { pushKey } from '#shared/protocol/push.ts';
import { ringTestBegun, ringTestResult } from '#shared/protocol/ring-test.ts';
import { setupCheck } from '#shared/protocol/setup-check.ts';
import type { RelayApi } from '../ports.ts';
import { ask as askFor } from './ask.ts';
import { parse } from './parse.ts';
import { ask, nothing, read } from './read-answer.ts';
import { ticketApi } from './ticket-api.ts';

const SECOND_FACTOR = '/api/account/second-factor';
const RING_TESTS = '/api/ring-tests';
/** Milliseconds: the relay asks others before it answers, and some do not. */
const CHECK_PATIENCE = 40_000;

const codesOf = (given: Outcome<string>): Outcome<readonly string[]> => {
  const answer = read(recoveryCodes, given);
  return answer.ok ? { ok: true, value: answer.value.recovery_codes } : answer;
};

/** The relay's HTTP API by `fetch`. */
export const httpApi = (): RelayApi => ({
  ...ticketApi,

  facts: async (relay) => read(relayFacts, await ask(relay, '/api/relay', {})),

  register: async (relay, { accessKey, adminToken, ...request }) => {
    const body = {
      ...request,
      ...(accessKey !== undefined && { access_key: accessKey }),
      ...(adminToken !== undefined && { admin_token: adminToken }),
    };
    return read(session, await ask(relay, '/api/accounts', { method: 'POST', body }));
  },

  signIn: async (relay, body) => read(session, await ask(relay, '/api/sessions', { method: 'POST', body })),

  signOut: async (relay, token) => nothing(await ask(relay, '/api/sessions/current', { method: 'DELETE', token })),

  renewToken: async (relay, token) => {
    const answer = read(sessionToken, await ask(relay, '/api/sessions/current/token', { method: 'POST', token }));
    return answer.ok ? { ok: true, value: answer.value.token } : answer;
  },

  sessions: async (relay, token) => {
    const answer = read(sessionList, await ask(relay, '/api/sessions', { token }));
    return answer.ok ? { ok: true, value: answer.value.sessions } : answer;
  },

  revoke: async (relay, token, id) =>
    nothing(await ask(relay, `/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE', token })),

  accountRecord: async (relay, token) => read(accountRecord, await ask(relay, '/api/account', { token })),

  chooseOfAccount: async (relay, token, body) =>
    nothing(await ask(relay, '/api/account', { method: 'POST', token, body })),

  changePassword: async (relay, token, password, fresh) =>
    nothing(
      await ask(relay, '/api/account/password', { method: 'POST', token, body: { password, new_password: fresh } }),
    ),

  beginSecondFactor: async (relay, token, password) =>
    read(secondFactorSecret, await ask(relay, SECOND_FACTOR, { method: 'POST', token, body: { password } })),

  turnOnSecondFactor: async (relay, token, code) =>
    codesOf(await ask(relay, `${SECOND_FACTOR}/confirmation`, { method: 'POST', token, body: { code } })),

  renewRecoveryCodes: async (relay, token, password, code) =>
    codesOf(await ask(relay, `${SECOND_FACTOR}/recovery-codes`, { method: 'POST', token, body: { password, code } })),

  turnOffSecondFactor: async (relay, token, password, code) =>
    nothing(await ask(relay, `${SECOND_FACTOR}/removal`, { method: 'POST', token, body: { password, code } })),

  removeAccount: async (relay, token, password) =>
    nothing(await ask(relay, '/api/account/deletion', { method: 'POST', token, body: { password } })),

  find: async (relay, token, query) => {
    const wanted = loginOf(query);
    const key = parse(accountId, wanted) === undefined ? 'login' : 'uid';
    // Nobody can have such a name: no need to ask.
    if (key === 'login' && parse(login, wanted) === undefined) return failed('not_found');
    const answer = read(people, await ask(relay, `/api/people?${new URLSearchParams({ [key]: wanted })}`, { token }));
    if (!answer.ok) return answer;
    const [found] = answer.value.people;
    return found ? { ok: true, value: found } : failed('not_found');
  },

  backup: (relay, token) =>
    askFor(relay, '/api/recovery', { token }, async (response) => new Uint8Array(await response.arrayBuffer())),

  pushKey: async (relay) => {
    const answer = read(pushKey, await ask(relay, '/api/push', {}));
    return answer.ok ? { ok: true, value: answer.value.key } : answer;
  },

  savePush: async (relay, token, body) =>
    nothing(await ask(relay, '/api/push/subscription', { method: 'POST', token, body })),

  forgetPush: async (relay, token) => nothing(await ask(relay, '/api/push/subscription', { method: 'DELETE', token })),

  beginRingTest: async (relay, token) => {
    const answer = read(ringTestBegun, await ask(relay, RING_TESTS, { method: 'POST', token }));
    return answer.ok ? { ok: true, value: answer.value.test } : answer;
  },

  ringHeard: async (relay, token, test, body) =>
    nothing(await ask(relay, `${RING_TESTS}/${test}`, { method: 'POST', token, body })),

  ringTestResult: async (relay, token, test) => {
    const answer = read(ringTestResult, await ask(relay, `${RING_TESTS}/${test}`, { token }));
    return answer.ok ? { ok: true, value: answer.value.devices } : answer;
  },

  setupCheck: async (relay, token) => {
    const answer = read(setupCheck, await ask(relay, '/api/setup-check', { token, patience: CHECK_PATIENCE }));
    return answer.ok ? { ok: true, value: answer.value.findings } : answer;
  },

  saveBackup: async (relay, token, body) => nothing(await ask(relay, '/api/recovery', { method: 'PUT', token, body })),
});
