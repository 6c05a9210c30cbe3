import type { Administration } from '#shared/client/client.ts';
import { done, failed } from '#shared/core/reason.ts';
import type { ListedAccount, Overview } from '#shared/protocol/administration.ts';
import { type AuditEntry, FIRST_PREVIOUS } from '#shared/protocol/audit.ts';
import { ANN, BO, uid } from './people.ts';

// What an administrator sees of a small relay, for pictures of it.

const DAY_MS = 86_400_000;
const now = Date.now();

const account = (id: string, login: string, more: Partial<ListedAccount> = {}): ListedAccount => ({
  uid: id,
  login,
  role: 'person',
  disabled: false,
  created_at: now - 90 * DAY_MS,
  last_seen: now - DAY_MS,
  online: false,
  second_factor: false,
  devices: 2,
  mail: { items: 0, bytes: 0 },
  files: { items: 0, bytes: 0 },
  ...more,
});

const overview: Overview = {
  version: '0.1.0',
  started_at: now - 3 * DAY_MS,
  registration: { mode: 'key', configured: 'open' },
  accounts: { all: 4, admins: 1, disabled: 1, online: 2 },
  devices: 7,
  sockets: 3,
  calls: { ringing: 0, active: 1 },
  rooms: { active: 1, people: 3 },
  mail: { items: 12, bytes: 48_000 },
  files: { items: 2, bytes: 3_400_000 },
  disk: { database: 5_200_000, free: 41e9 },
};

const accounts = [
  account(ANN, 'ann', { role: 'admin', online: true, second_factor: true }),
  account(BO, 'bo', { online: true, mail: { items: 12, bytes: 48_000 } }),
  account(uid(3), 'cy'),
  account(uid(4), 'dee', { disabled: true }),
];

const entry = (id: number, act: AuditEntry['act'], target: string, detail = ''): AuditEntry => ({
  id,
  at: now - (4 - id) * DAY_MS,
  actor: ANN,
  act,
  target,
  detail,
  previous: FIRST_PREVIOUS,
  hash: FIRST_PREVIOUS,
});

/** Everything is shown, and nothing changes. */
export const administration: Administration = {
  overview: async () => ({ ok: true, value: overview }),
  setRegistration: async () => done,
  accounts: async () => ({ ok: true, value: { accounts, more: false } }),
  createAccount: async () => failed('offline'),
  changeAccount: async () => failed('offline'),
  resetPassword: async () => done,
  removeSecondFactor: async () => done,
  removeAccount: async () => done,
  sessions: async () => ({ ok: true, value: [] }),
  endSession: async () => done,
  accessKeys: async () => ({
    ok: true,
    value: [{ id: 1, label: 'for dee', created_at: now - DAY_MS, expires_at: now + 182 * DAY_MS, uses_left: 1 }],
  }),
  issueAccessKey: async () => failed('offline'),
  revokeAccessKey: async () => done,
  auditLog: async () => ({
    ok: true,
    value: {
      entries: [
        entry(3, 'access-key-issued', '1', 'for dee'),
        entry(2, 'account-disabled', uid(4)),
        entry(1, 'account-created', BO),
      ],
      logins: [
        { uid: ANN, login: 'ann' },
        { uid: BO, login: 'bo' },
        { uid: uid(4), login: 'dee' },
      ],
      more: false,
    },
  }),
};
