import type { NewCallEntry, NewMessage, OutboxEntry, StoredSession } from '#shared/client/ports.ts';
import type { Part } from '#shared/core/chat/window.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';

export const ann: AccountId = '00000000-0000-4000-8000-00000000000a';
export const bo: AccountId = '00000000-0000-4000-8000-00000000000b';
export const cy: AccountId = '00000000-0000-4000-8000-00000000000c';
export const withBo: ConversationId = directConversation(ann, bo);
export const withCy: ConversationId = directConversation(ann, cy);

export const annsSession: StoredSession = {
  relay: 'https://relay.example',
  token: 'tc_s_1',
  account: { uid: ann, login: 'ann', role: 'person' },
  device: '00000000-0000-4000-8000-0000000000d1',
};

/** The end of a conversation, as a part to read. */
export const newest = (limit: number): Part => ({ at: 'end', limit });

export const ulid = (n: number): string => n.toString().padStart(26, '0');

/** A message to Ann. */
export const received = (n: number, author: AccountId = bo): NewMessage => ({
  kind: 'message',
  id: ulid(n),
  conversation: directConversation(ann, author),
  author,
  text: `message ${n}`,
  at: 1000 + n,
  delivery: { state: 'received' },
});

/** A message of Ann's, as this device has just written it. */
export const written = (n: number, to: AccountId = bo): { message: NewMessage; entry: OutboxEntry } => {
  const conversation = directConversation(ann, to);
  const text = `message ${n}`;
  return {
    message: { kind: 'message', id: ulid(n), conversation, author: ann, text, at: n, delivery: { state: 'queued' } },
    entry: { message: ulid(n), conversation, to, content: { type: 'text', text, sent_at: n } },
  };
};

/** The same message, as the mailbox brings it. */
export const echoed = (n: number, to: AccountId = bo): NewMessage => ({
  ...written(n, to).message,
  at: 1000 + n,
  delivery: { state: 'sent' },
});

export const called = (n: number, person: AccountId = bo, changed: Partial<NewCallEntry> = {}): NewCallEntry => ({
  kind: 'call',
  id: `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`,
  conversation: directConversation(ann, person),
  direction: 'incoming',
  outcome: 'missed',
  media: 'audio',
  at: 1000 + n,
  seconds: 0,
  ...changed,
});
