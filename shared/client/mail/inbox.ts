import { callEntry } from '#shared/core/chat/call-entry.ts';
import type { Touched } from '#shared/core/chat/transition.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import { FIRST_ONE_TIME_ID } from '#shared/protocol/account.ts';
import type { Text } from '#shared/protocol/content.ts';
import { directConversation, otherPerson } from '#shared/protocol/conversation.ts';
import type { Box, Envelope, MailboxItem } from '#shared/protocol/envelope.ts';
import type { AccountId, ConversationId, EndpointId, Instant, Seq } from '#shared/protocol/ids.ts';
import { MAIL_MS } from '../identity/pin.ts';
import type { Views } from '../identity/views.ts';
import type { Arriving, Clock, DeviceSecrets, History, NewMessage, Sealer, StoredSession } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import { decodeContent, decodeViews } from '../seal/content.ts';
import type { DeviceDirectory } from './device-directory.ts';
import { messageOf } from './message-of.ts';

/** Before a mailbox that could not be stored is tried again. */
const AGAIN_MS = 5_000;

/** What keeps a sender's keys from being known now, but not for good. */
const passing: ReadonlySet<Reason> = new Set([
  'offline',
  'unauthorized',
  'rate_limited',
  'unavailable',
  'internal',
  'disk_full',
]);

/** What others say is new, and tells how far one's own has come; one's own may be known, and acts are on what is there. */
const touchedBy = (
  entries: readonly Arriving[],
  conversation: ConversationId,
  self: AccountId,
): Touched | undefined => {
  const isAtEnd = (entry: Arriving): boolean =>
    entry.conversation !== conversation ||
    (entry.kind === 'message' && entry.author !== self) ||
    (entry.kind === 'act' && entry.act.type === 'receipt');
  return entries.every(isAtEnd) ? 'end' : undefined;
};

export interface InboxOptions {
  readonly history: History;
  readonly clock: Clock;
  readonly line: Line;
  readonly directory: DeviceDirectory;
  readonly views: Views;
  readonly sealer: () => Promise<Sealer>;
  readonly session: () => StoredSession | undefined;
  readonly onChanged: (conversation: ConversationId, touched?: Touched) => void;
  /** What others are let know was chosen on another device of one's own. */
  readonly onPrivacy: () => void;
  /** What is known of identities was changed on another device of one's own. */
  readonly onIdentity: () => void;
  /** Something that came could not be opened, and was passed over. */
  readonly onUnsealable: () => void;
  /** The store refused; it is tried again. */
  readonly onBroken: (error: unknown) => void;
}

/** Opens what the mailbox brings, stores it together with the cursor, and only then lets the relay forget it. */
export interface Inbox {
  receive(items: readonly MailboxItem[]): void;
  /** Nothing that has come waits to be stored. */
  isIdle(): boolean;
  /** What has come by now is stored, or its socket is gone. */
  settled(): Promise<void>;
}

export const createInbox = (options: InboxOptions): Inbox => {
  const {
    history,
    clock,
    line,
    directory,
    views,
    sealer,
    session,
    onChanged,
    onPrivacy,
    onIdentity,
    onUnsealable,
    onBroken,
  } = options;
  let chain: Promise<void> = Promise.resolve();
  let underWay = 0;

  /** The relay's word on the conversation counts only as far as the sender's signature bears it out. */
  const isInPlace = ({ conversation, from }: Envelope, self: string): boolean => {
    const other = from.account === self ? otherPerson(conversation, self) : from.account;
    return conversation === directConversation(self, other);
  };

  /** One's own lives from now on, another's from when it is read, but not for ever unread: as long as a relay keeps it (SPEC DI3). */
  const endOf = ({ expires }: Text, own: boolean): Pick<NewMessage, 'expires_at'> =>
    expires ? { expires_at: clock.now() + (own ? expires * 1_000 : MAIL_MS) } : {};

  /** With the key that the box is for, where that opens nothing else. */
  const secretsFor = async ({ prekey }: Box): Promise<DeviceSecrets | undefined> => {
    const secrets = await history.secrets();
    if (!secrets || prekey < FIRST_ONE_TIME_ID) return secrets;
    const oneTime = await history.oneTimeKey(prekey);
    return { ...secrets, prekeys: oneTime ? [oneTime] : [] };
  };

  const open = async (envelope: Envelope, at: Instant, self: StoredSession): Promise<Outcome<Arriving>> => {
    const { id, conversation, from, body, box } = envelope;
    const own = from.account === self.account.uid;
    if (!isInPlace(envelope, self.account.uid)) return failed('unsealable');
    const sender = await directory.writer(from.account, from.device);
    if (!sender.ok) return sender;
    const secrets = await secretsFor(box);
    if (!secrets) return failed('unauthorized');
    const to = { account: self.account.uid, device: self.device };
    const { open: openFor, openBody } = await sealer();
    const opened = await openFor(box, sender.value, secrets, {
      purpose: 'message',
      subject: id,
      from,
      to,
    });
    if (!opened.ok) return opened;
    const said = await openBody(body, opened.value);
    if (!said.ok) return said;
    // By itself: what comes of it has nothing to do with the message.
    void views.compare(decodeViews(said.value)).catch(onBroken);
    const content = decodeContent(said.value);
    if (!content) return failed('unsealable');
    const place = { id, conversation, author: from.account, at };
    return {
      ok: true,
      value:
        content.type === 'text'
          ? messageOf(content, { ...place, ...endOf(content, own), delivery: { state: own ? 'sent' : 'received' } })
          : { kind: 'act', ...place, act: content },
    };
  };

  const read = async (item: MailboxItem, self: StoredSession): Promise<Outcome<Arriving | undefined>> => {
    if (item.kind === 'envelope') return open(item.envelope, item.at, self);
    return { ok: true, value: item.kind === 'call' ? callEntry(item.summary, self.account.uid) : undefined };
  };

  /** The line may be the next person's by now, whose mailbox is another one. */
  const isAnother = ({ device }: StoredSession): boolean => session()?.device !== device;

  /** False where it has to be tried again; nothing has been stored then. */
  const take = async (items: readonly MailboxItem[], through: Seq, self: StoredSession): Promise<boolean> => {
    const stored = await history.cursor();
    const fresh = items.filter(({ seq }) => seq > stored);
    const opened = await Promise.all(fresh.map((item) => read(item, self)));
    if (isAnother(self)) return true;
    if (opened.some((one) => !one.ok && passing.has(one.reason))) return false;
    // What another context has stored meanwhile has taken its key with it.
    const known = opened.every(({ ok }) => ok) ? stored : await history.cursor();
    if (fresh.length > 0) {
      const entries = opened.flatMap((one) => (one.ok && one.value ? [one.value] : []));
      const spent = fresh.flatMap((item, index) =>
        opened[index]?.ok && item.kind === 'envelope' ? [item.envelope.box.prekey] : [],
      );
      const changed = await history.store(entries, through, self.account.uid, { device: self.device, spent });
      for (const conversation of changed) onChanged(conversation, touchedBy(entries, conversation, self.account.uid));
      const acts = new Set(entries.flatMap((entry) => (entry.kind === 'act' ? [entry.act.type] : [])));
      if (acts.has('settings')) onPrivacy();
      if (acts.has('mark') || acts.has('recovery')) onIdentity();
    }
    if (fresh.some(({ seq }, index) => seq > known && !opened[index]?.ok)) onUnsealable();
    if (!isAnother(self)) line.send({ type: 'acknowledge', through });
    return true;
  };

  /** In order, and none before the one ahead is stored: the cursor moves past both. */
  const persist = async (items: readonly MailboxItem[], through: Seq, endpoint: EndpointId): Promise<void> => {
    for (;;) {
      // Of a socket that is gone: the next one brings it again, from behind the cursor.
      const self = session();
      if (!self || line.welcome()?.endpoint !== endpoint) return;
      if (await take(items, through, self).catch(onBroken)) return;
      await new Promise<void>((resolve) => clock.after(AGAIN_MS, resolve));
    }
  };

  return {
    receive: (items) => {
      const through = items.at(-1)?.seq;
      const endpoint = line.welcome()?.endpoint;
      if (through === undefined || endpoint === undefined) return;
      underWay += 1;
      chain = chain
        .then(() => persist(items, through, endpoint))
        .finally(() => {
          underWay -= 1;
        });
    },
    isIdle: () => underWay === 0,
    settled: () => chain,
  };
};
