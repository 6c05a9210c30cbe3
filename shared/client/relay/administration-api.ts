import {
  accessKeys,
  accountPage,
  issuedAccessKey,
  listedAccount,
  listedSessions,
  overview,
} from '#shared/protocol/administration.ts';
import { auditPage } from '#shared/protocol/audit.ts';
import type { Administration } from '../client.ts';
import type { Call } from './ask.ts';
import { ask, nothing, read } from './read-answer.ts';

const given = (query: Readonly<Record<string, string | undefined>>): string =>
  String(new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []))));

/** The administrators' part of the relay's HTTP API. */
export const administrationApi = (relay: string, token: string): Administration => {
  const at = (path: string, call: Call = {}) => ask(relay, `/api/admin/${path}`, { ...call, token });
  return {
    overview: async () => read(overview, await at('overview')),
    setRegistration: async (mode) => nothing(await at('registration', { method: 'POST', body: { mode } })),
    accounts: async (query) => read(accountPage, await at(`accounts?${given({ ...query })}`)),
    createAccount: async (body) => read(listedAccount, await at('accounts', { method: 'POST', body })),
    changeAccount: async (uid, body) => read(listedAccount, await at(`accounts/${uid}`, { method: 'POST', body })),
    resetPassword: async (uid, password) =>
      nothing(await at(`accounts/${uid}/password`, { method: 'POST', body: { password } })),
    removeSecondFactor: async (uid) => nothing(await at(`accounts/${uid}/second-factor`, { method: 'DELETE' })),
    removeAccount: async (uid) => nothing(await at(`accounts/${uid}`, { method: 'DELETE' })),
    sessions: async (uid) => {
      const answer = read(listedSessions, await at(`accounts/${uid}/sessions`));
      return answer.ok ? { ok: true, value: answer.value.sessions } : answer;
    },
    endSession: async (uid, device) => nothing(await at(`accounts/${uid}/sessions/${device}`, { method: 'DELETE' })),
    accessKeys: async () => {
      const answer = read(accessKeys, await at('access-keys'));
      return answer.ok ? { ok: true, value: answer.value.access_keys } : answer;
    },
    issueAccessKey: async (body) => read(issuedAccessKey, await at('access-keys', { method: 'POST', body })),
    revokeAccessKey: async (id) => nothing(await at(`access-keys/${id}`, { method: 'DELETE' })),
    auditLog: async (before) => read(auditPage, await at(`audit?${given({ before: before?.toString() })}`)),
  };
};
