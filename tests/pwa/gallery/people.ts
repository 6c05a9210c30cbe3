import type { AppState } from '#shared/core/app.ts';
import type { ActiveCall, Call, EndedCall, IncomingCall, OutgoingCall } from '#shared/core/call/call.ts';
import type { CallEntry, ConversationSummary, Message, TimelineItem } from '#shared/core/chat/timeline.ts';
import { newMind } from '#shared/core/mind.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { Contact, Presence } from '#shared/protocol/frames.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

// The world the screens are looked at in.

export const uid = (digit: number): AccountId => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;

export const ANN = uid(1);
export const BO = uid(2);
export const CY = uid(3);
export const DEE = uid(4);
const EVE = uid(5);
const FAY = uid(6);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
export const NOW = Date.now();
export const WITH_BO = directConversation(ANN, BO);

const contact = (account: AccountId, login: string, relation: Contact['relation']): [AccountId, Contact] => [
  account,
  { account, login, relation },
];

let position = 0;
const said = (author: AccountId, ago: number, text: string, delivery: Message['delivery']): Message => ({
  kind: 'message',
  id: `01J${String(++position).padStart(23, '0')}`,
  conversation: WITH_BO,
  position,
  author,
  text,
  at: NOW - ago,
  delivery,
});

const called = (ago: number, entry: Pick<CallEntry, 'direction' | 'outcome' | 'media' | 'seconds'>): CallEntry => ({
  kind: 'call',
  id: `${String(++position).padStart(8, '0')}-0000-4000-8000-000000000000`,
  conversation: WITH_BO,
  position,
  at: NOW - ago,
  ...entry,
});

const received = { state: 'received' } as const;
const sent = { state: 'sent' } as const;

const TALK: readonly TimelineItem[] = [
  said(BO, 3 * DAY, 'Did the parcel come?', received),
  said(ANN, 3 * DAY - MINUTE, 'Yes! Two cans and a very long string. Where does the other end go?', sent),
  called(2 * DAY, { direction: 'incoming', outcome: 'missed', media: 'audio', seconds: 0 }),
  said(BO, DAY, 'To my window. Pull it taut and it works: https://en.wikipedia.org/wiki/Tin_can_telephone.', received),
  said(BO, DAY - MINUTE, 'I tried it with Cy yesterday.', received),
  called(5 * 60 * MINUTE, { direction: 'outgoing', outcome: 'answered', media: 'video', seconds: 754 }),
  said(
    ANN,
    40 * MINUTE,
    'That was clear as a bell.\nNext time I share the map with you while we talk, then we can plan the walk together.',
    sent,
  ),
  said(BO, 12 * MINUTE, 'Good idea. Sunday?', received),
  said(ANN, 2 * MINUTE, 'Sunday at ten.', sent),
  said(ANN, MINUTE, 'Bring the long rope', { state: 'queued' }),
  said(ANN, 0.5 * MINUTE, 'and tea', { state: 'failed', reason: 'mailbox_full' }),
];

const boAsks = said(
  BO,
  9 * MINUTE,
  'Shall we meet at the bridge or at the mill? I can bring the rope, and the long string.',
  received,
);
const annAnswers = said(ANN, 8 * MINUTE, 'At the mill', { state: 'read' });

/** What people do with messages. */
const ACTS: readonly TimelineItem[] = [
  boAsks,
  { ...annAnswers, reply: { author: BO, id: boAsks.id }, edited: true, reactions: { [BO]: '👍', [ANN]: '👍' } },
  { ...said(ANN, 7 * MINUTE, '', { state: 'delivered' }), deleted: true },
  {
    ...said(BO, 6 * MINUTE, 'Then at ten. https://сосо.example is the map.', received),
    reply: { author: ANN, id: annAnswers.id },
    reactions: { [ANN]: '❤️', [BO]: '🦔' },
  },
  { ...said(BO, 5 * MINUTE, 'What did you say before?', received), reply: { author: ANN, id: '0'.repeat(26) } },
  { ...said(BO, 4 * MINUTE, '', received), deleted: true },
  {
    ...said(ANN, 3 * MINUTE, 'See you there', sent),
    edited: true,
    unsent: { act: '0'.repeat(26), reason: 'mailbox_full' },
  },
];

const summaries = new Map<string, ConversationSummary>(
  [
    { conversation: WITH_BO, person: BO, unread: 0, last: said(ANN, 2 * MINUTE, 'Sunday at ten.', sent) },
    {
      conversation: directConversation(ANN, CY),
      person: CY,
      unread: 3,
      last: said(CY, 9 * MINUTE, 'Have you seen the new bridge? It sways when you walk over it', received),
    },
    {
      conversation: directConversation(ANN, DEE),
      person: DEE,
      unread: 1,
      last: called(DAY, { direction: 'incoming', outcome: 'missed', media: 'video', seconds: 0 }),
    },
  ].map((summary) => [summary.conversation, summary] as const),
);

const presence = new Map<AccountId, Presence>([
  [BO, { account: BO, status: 'online' }],
  [CY, { account: CY, status: 'in-call' }],
  [DEE, { account: DEE, status: 'away' }],
]);

export const signedOut: AppState = { ...newMind(false).app, session: { state: 'signed-out' } };

export const alone: AppState = {
  ...signedOut,
  session: {
    state: 'signed-in',
    relay: 'https://tincan.example',
    account: { uid: ANN, login: 'ann', role: 'person' },
    device: uid(9),
  },
  link: { state: 'online', endpoint: 'e-1', skew: 0, pulse: 'heard' },
  roster: { loaded: true, contacts: new Map() },
};

export const home: AppState = {
  ...alone,
  roster: {
    loaded: true,
    contacts: new Map([
      contact(BO, 'bo', 'contact'),
      contact(CY, 'cy.lark', 'contact'),
      contact(DEE, 'dee', 'contact'),
      contact(EVE, 'a-rather-long-login-of-32-letters', 'contact'),
    ]),
  },
  presence,
  chat: { summaries, open: { conversation: WITH_BO, items: TALK, older: 'none', newer: 'none' } },
};

/** Who has blocked dee, and would not be in a call with them. */
export const blocking: AppState = {
  ...home,
  roster: { ...home.roster, contacts: new Map([...home.roster.contacts, contact(DEE, 'dee', 'blocked')]) },
};

/** A conversation in which both have sent the link of a room. */
export const roomTalk = (link: string): AppState => ({
  ...home,
  chat: {
    summaries,
    open: {
      conversation: WITH_BO,
      items: [
        said(BO, 6 * MINUTE, link, received),
        said(ANN, 4 * MINUTE, `Come at ten: ${link} and bring the rope.`, sent),
        said(
          BO,
          2 * MINUTE,
          'That is another one: https://other.example/#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAAAQ',
          received,
        ),
      ],
      older: 'none',
      newer: 'none',
    },
  },
});

/** Whoever administers the relay. */
export const administrator: AppState = {
  ...home,
  session: {
    state: 'signed-in',
    relay: 'https://tincan.example',
    account: { uid: ANN, login: 'ann', role: 'admin' },
    device: uid(9),
  },
};

export const acts: AppState = {
  ...home,
  chat: { summaries, open: { conversation: WITH_BO, items: ACTS, older: 'none', newer: 'none' } },
};

export const requests: AppState = {
  ...home,
  roster: {
    loaded: true,
    contacts: new Map([
      ...home.roster.contacts,
      contact(FAY, 'fay', 'incoming'),
      contact(uid(7), 'gus', 'outgoing'),
      contact(uid(8), 'hal', 'blocked'),
    ]),
  },
};

export const quiet: AppState = {
  ...home,
  chat: { ...home.chat, open: { conversation: WITH_BO, items: [], older: 'none', newer: 'none' } },
};

export const offline: AppState = {
  ...home,
  presence: new Map(),
  link: { state: 'backing-off', attempt: 4, since: NOW - 30_000, until: NOW + 5_000 },
  notices: [{ id: 'n1', reason: 'storage_full' }],
};

export const facts = { call: '11111111-0000-4000-8000-00000000000c', version: 3, person: BO, media: 'video' } as const;

export const outgoing: OutgoingCall = {
  ...facts,
  phase: 'outgoing',
  stage: 'ringing',
  devices: 1,
  warm: [],
  since: NOW - 4_000,
  microphone: { state: 'on' },
  camera: { state: 'on' },
  localStream: 'self',
};

export const incoming: IncomingCall = {
  ...facts,
  phase: 'incoming',
  since: NOW - 3_000,
  until: NOW + 57_000,
  ringsHere: true,
  silent: false,
};

export const active: ActiveCall = {
  ...facts,
  phase: 'active',
  role: 'caller',
  confirmed: true,
  peer: { account: BO, device: uid(9), endpoint: 'e-2' },
  path: { state: 'connected' },
  answeredAt: NOW - 187_000,
  microphone: { state: 'on' },
  camera: { state: 'on' },
  shareRequest: { state: 'none' },
  shares: [],
  deafened: false,
  localStream: 'self',
  remoteStream: 'far',
  remoteMicrophone: 'on',
  remoteCamera: 'on',
  remoteShares: [],
};

export const ended: EndedCall = {
  ...facts,
  phase: 'ended',
  role: 'caller',
  ending: { kind: 'ended', reason: 'hang-up', by: 'them', seconds: 754 },
};

export const during = (call: Call): AppState => ({ ...home, call });

export const calls = {
  outgoing: during(outgoing),
  incoming: during(incoming),
  seen: {
    ...during({
      ...incoming,
      media: 'video',
      warm: { peer: active.peer, connected: true, remoteStream: 'far', devices: { microphone: 'on', camera: 'on' } },
    }),
    privacy: { ...home.privacy, seesEarly: true },
  },
  active: during(active),
  muted: during({
    ...active,
    camera: { state: 'off' },
    microphone: { state: 'off' },
    remoteCamera: 'off',
    remoteMicrophone: 'off',
  }),
  shared: during({ ...active, remoteShares: [{ stream: 'share', share: 'share', kind: 'tab', sound: true }] }),
  sharing: during({ ...active, shares: [{ kind: 'screen', stream: 'share', sound: false }] }),
  troubled: during({
    ...active,
    path: { state: 'reconnecting', since: NOW - 14_000, told: 'question' },
    microphone: { state: 'unavailable', reason: 'device_missing' },
    deafened: true,
    remoteCamera: 'unavailable',
  }),
  peerLeft: during({ ...active, path: { state: 'left', since: NOW }, remoteCamera: 'off' }),
  left: during({ ...facts, phase: 'left', role: 'caller', peer: active.peer, answeredAt: NOW - 65_000, muted: false }),
  paused: during({ ...active, remotePaused: true }),
  lost: during({
    ...active,
    path: { state: 'lost', since: NOW - 40_000 },
    resumable: { microphone: true, camera: false },
    microphone: { state: 'off' },
    camera: { state: 'off' },
    remoteCamera: 'off',
  }),
  returned: during({
    ...active,
    resumable: { microphone: true, camera: true },
    microphone: { state: 'off' },
    camera: { state: 'off' },
  }),
  ended: during(ended),
  unanswered: during({ ...ended, ending: { kind: 'ended', reason: 'no-answer', by: 'relay', seconds: 0 } }),
  elsewhere: during({ ...facts, phase: 'other-context', device: uid(9), answeredAt: NOW - 65_000 }),
  otherDevice: during({ ...facts, phase: 'other-device', device: uid(9), answeredAt: NOW - 65_000 }),
} satisfies Record<string, AppState>;
