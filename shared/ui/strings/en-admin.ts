import type { RegistrationMode } from '#shared/protocol/account.ts';
import type { AuditAct } from '#shared/protocol/audit.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('en');

const modes: Record<RegistrationMode, string> = {
  open: 'Everybody',
  key: 'Whoever has a key',
  closed: 'Nobody',
};

const acts: Record<AuditAct, string> = {
  'account-created': 'made the account',
  'account-disabled': 'disabled',
  'account-enabled': 'enabled',
  'account-promoted': 'made an administrator of',
  'account-demoted': 'took administration from',
  'account-deleted': 'deleted the account',
  'sessions-ended': 'ended sessions of',
  'access-key-issued': 'issued an access key',
  'access-key-revoked': 'revoked an access key',
  'registration-changed': 'changed who may make an account',
};

/** What administrators see. */
export const adminEn = {
  admin: {
    title: 'Administration',
    open: 'Administration',
    hint: 'People, keys and how this relay is doing. Nobody sees what people say: it is not there.',
    overview: 'At a glance',
    version: 'Version',
    runningSince: 'Running since',
    people: 'People',
    peopleCount: (all: number, online: number) => `${all}, ${online} online`,
    devices: 'Devices',
    sockets: 'Connections',
    calls: 'Calls',
    callCount: (active: number, ringing: number) => `${active}, ${ringing} ringing`,
    mail: 'Messages that wait',
    files: 'Files that wait',
    waiting: (items: number, size: string) => (items === 0 ? 'none' : `${items}, ${size}`),
    database: 'Database',
    diskFree: 'Free on the disk',
    refresh: 'Refresh',

    newPeople: 'New people',
    admission: 'Who may make an account',
    modes,
    configured: (mode: string) => `The relay’s configuration says: ${mode}.`,
    asConfigured: 'As configured',
    keys: 'Access keys',
    noKeys: 'There is no key that admits anybody.',
    newKey: 'New access key',
    keyLabel: 'Name of the key',
    keyLabelHint: 'For you: whom it is for.',
    keyDays: 'Good for how many days',
    keyUses: 'How many people it admits',
    number: (least: number, most: number) => `A whole number from ${least} to ${most}.`,
    missing: 'Type something.',
    issue: 'Issue',
    issued: 'Copy the key now. It is not shown again.',
    copyKey: 'Copy access key',
    keyNote: (uses: number, until: string) =>
      `Admits ${plural(uses, { one: 'person', other: 'people' })} until ${until}`,
    revokeKey: (label: string) => `Revoke ${label}`,
    revoke: 'Revoke',
    revokeKeyAsks: (label: string) => `Revoke the key “${label}”?`,
    revokeKeyHint: 'Nobody can make an account with it any more. Accounts made with it stay.',

    search: 'Search people',
    nobody: 'There is nobody with this in their login.',
    more: 'Show more',
    newAccount: 'New account',
    temporaryPassword: 'Give them this password yourself.',
    administrator: 'Administrator',
    roleAsks: 'May administer this relay',
    create: 'Create account',
    disabled: 'Disabled',
    never: 'never online',
    deviceCount: (count: number) => plural(count, { one: 'device', other: 'devices' }),
    mailCount: (count: number) => `${plural(count, { one: 'message', other: 'messages' })} waiting`,
    fileSize: (size: string) => `files of ${size}`,
    manage: (login: string) => `Manage ${login}`,
    manageShort: 'Manage',
    memberSince: (day: string) => `Account since ${day}`,
    sessions: 'Signed in on',
    noSessions: 'Not signed in anywhere.',
    endSession: (device: string) => `Sign out ${device}`,
    endShort: 'Sign out',
    endAll: 'Sign out everywhere',
    promote: 'Make administrator',
    demote: 'No longer administrator',
    disable: 'Disable',
    enable: 'Enable',
    disableHint: 'A disabled account cannot sign in or be reached. Its devices and messages stay.',
    remove: 'Delete account',
    removeAsks: (login: string) => `Delete the account ${login}?`,
    removeHint:
      'Everything this relay keeps of it is deleted, also messages and files of theirs that others have not fetched yet. It cannot be brought back.',

    setup: 'Setup',
    setupCheck: 'Setup check',
    setupCheckHint:
      'You administer this relay. See whether it has all that calls need, and what to do where it has not.',
    audit: 'Audit log',
    auditHint: 'What administrators have done. Each entry holds the fingerprint of the one before.',
    auditEmpty: 'Nothing has been done yet.',
    acts,
    relay: 'The relay',
    someone: (uid: string) => `a deleted account (${uid})`,
    exportAudit: 'Check and export',
    auditWhole: (count: number) => `${plural(count, { one: 'entry', other: 'entries' })}, none changed or missing.`,
    auditBroken: (id: number) => `The chain is broken at entry ${id}: the log was changed behind the relay’s back.`,
  },

  ownAccount: {
    export: 'What the relay knows of you',
    exportHint:
      'Your account, devices and contacts as the relay keeps them, as a file. Messages are exported under Storage.',
    remove: 'Delete account',
    removeAsks: 'Delete your account?',
    removeHint:
      'Everything the relay keeps of you is deleted, also messages and files that others have not fetched yet, and everything on this device. Your contacts see you leave. It cannot be brought back.',
    confirm: 'Delete everything',
    lastAdmin: 'You are the only administrator. Make somebody else one first.',
  },
};
