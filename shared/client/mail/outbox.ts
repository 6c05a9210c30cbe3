import { itemKey, refKey } from '#shared/core/chat/item-key.ts';
import type { Touched } from '#shared/core/chat/transition.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import type { Prekey } from '#shared/protocol/account.ts';
import type { Content } from '#shared/protocol/content.ts';
import type { Box } from '#shared/protocol/envelope.ts';
import type { AccountId, ConversationId, EnvelopeId, Instant } from '#shared/protocol/ids.ts';
import type { Views } from '../identity/views.ts';
import {
  type Clock,
  type History,
  type OutboxEntry,
  SealError,
  type Sealer,
  type StoredSession,
  type Windows,
} from '../ports.ts';
import type { Answered, Line } from '../relay/line.ts';
import { encodeContent } from '../seal/content.ts';
import type { DeviceDirectory } from './device-directory.ts';
import { createOneTimeShelf } from './one-time-prekeys.ts';

/** How often a message is sealed anew because a device list changed under it. */
const RESEALS = 3;
/** How long the same boxes are sent again after a lost answer; then the message is sealed anew. */
const BOXES_MS = 24 * 3_600_000;
/** Before a relay that is busy is asked again, where it does not say itself. */
const PATIENCE_MS = 5_000;

type Sealed = NonNullable<OutboxEntry['sealed']>;

export interface OutboxOptions {
  readonly history: History;
  readonly windows: Windows;
  readonly clock: Clock;
  readonly line: Line;
  readonly directory: DeviceDirectory;
  readonly views: Views;
  readonly sealer: () => Promise<Sealer>;
  readonly session: () => StoredSession | undefined;
  readonly onChanged: (conversation: ConversationId, touched?: Touched) => void;
  /** The store refused. */
  readonly onBroken: (error: unknown) => void;
}

/** Sends what waits for its tick, once for each device of the person. It may be ended between any two steps. */
export interface Outbox {
  flush(): void;
  close(): void;
}

/**
 * What has no place where it could be shown as failed. The next one says it, too, and each message says for itself how
 * long it lives.
 */
const QUIET: ReadonlySet<Content['type']> = new Set(['receipt', 'settings', 'mark', 'recovery', 'timer']);
const isQuiet = ({ content }: OutboxEntry): boolean => QUIET.has(content.type);

/** The item that a tick changes. */
const tickedOf = ({ message, content }: OutboxEntry, self: AccountId): Touched | undefined => {
  if (content.type === 'text') return { item: itemKey({ kind: 'message', author: self, id: message }) };
  return 'target' in content ? { item: refKey(content.target) } : undefined;
};

const nothingIfUntrusted = (error: unknown): undefined => {
  if (!(error instanceof SealError)) throw error;
};

const sentAt = (answer: Answered): Outcome<Instant> => {
  if (!answer.ok) return answer;
  return answer.value.type === 'sent' ? { ok: true, value: answer.value.at } : failed('internal');
};

/** What is done to a message goes behind it: the file that it waits for may be on its way for long. */
const firstOf = (entries: readonly OutboxEntry[], absent: ReadonlySet<AccountId>): OutboxEntry | undefined => {
  const uploading = new Set(entries.filter((entry) => entry.uploading).map(({ message }) => message));
  return entries.find(
    ({ message, content, failed, to }) =>
      failed === undefined &&
      !absent.has(to) &&
      !uploading.has(message) &&
      !('target' in content && uploading.has(content.target.id)),
  );
};

/**
 * What comes after one message: the next one, the next one for anybody else where its recipient has no device, or
 * nothing until the relay has been waited for.
 */
type After = 'next' | 'others' | 'later';

export const createOutbox = (options: OutboxOptions): Outbox => {
  const { history, windows, clock, line, directory, views, sealer, session, onChanged, onBroken } = options;
  const shelf = createOneTimeShelf(clock, line);
  let running = false;
  let again = false;
  let stopWaiting = (): void => {};

  /**
   * One body, and a box that opens it for every device of the recipient and every other one of our own (SPEC MB6).
   * Nothing where the recipient has no device.
   */
  const seal = async (
    entry: OutboxEntry,
    self: StoredSession,
    fresh: boolean,
  ): Promise<Outcome<Sealed> | undefined> => {
    const people = [...new Set([entry.to, self.account.uid])];
    const [devices, oneTime] = await Promise.all([directory.of(people, fresh), shelf.take(people)]);
    if (!devices.ok) return devices;
    if (await directory.isAbsent(entry.to)) return undefined;
    const secrets = await history.secrets();
    if (!secrets) return failed('unauthorized');
    const { seal: sealFor, sealBody } = await sealer();
    const { body, key } = await sealBody(encodeContent(entry.content, await views.of(people)));
    const from = { account: self.account.uid, device: self.device };
    const boxes = devices.value
      .filter(({ device }) => device !== self.device)
      .map(async (recipient) => {
        const { account, device } = recipient;
        const context = { purpose: 'message', subject: entry.message, from, to: { account, device } } as const;
        const sealTo = (prekey: Prekey): Promise<Box> => sealFor(key, { ...recipient, prekey }, secrets, context);
        const single = oneTime.get(device);
        // One that the device has not signed is as good as none.
        const box = single && (await sealTo(single).catch(nothingIfUntrusted));
        return { account, device, box: box ?? (await sealTo(recipient.prekey)) };
      });
    shelf.restock(people);
    try {
      return { ok: true, value: { body, sealed: await Promise.all(boxes) } };
    } catch (error) {
      // Keys that their device has not signed: others may have come by now.
      if (error instanceof SealError) return failed('stale_devices');
      throw error;
    }
  };

  const put = (message: EnvelopeId, { conversation, to }: OutboxEntry, sealed: Sealed): Promise<Answered> =>
    line.request({ type: 'send', envelope: { id: message, conversation, to, suite: 1, ...sealed } });

  /** The messages behind one that has to wait keep their place. */
  const settle = async (entry: OutboxEntry, reason: Reason, retryAfter?: number): Promise<After> => {
    if (reason === 'offline' || reason === 'unauthorized' || reason === 'unconfirmed') return 'later';
    if (reason === 'rate_limited' || reason === 'unavailable') {
      stopWaiting();
      stopWaiting = clock.after(retryAfter === undefined ? PATIENCE_MS : retryAfter * 1_000, flush);
      return 'later';
    }
    if (isQuiet(entry)) {
      await history.discard(entry.message);
      return 'next';
    }
    await history.markFailed(entry.message, reason);
    onChanged(entry.conversation);
    return 'next';
  };

  /** Boxes for prekeys of long ago may find them gone. */
  const sealedOf = ({ content, sealed }: OutboxEntry): Sealed | undefined =>
    clock.now() - content.sent_at < BOXES_MS ? sealed : undefined;

  const deliver = async (entry: OutboxEntry, self: StoredSession): Promise<After> => {
    let sealed = sealedOf(entry);
    for (let round = 0; round <= RESEALS; round += 1) {
      if (!sealed) {
        const made = await seal(entry, self, round > 0);
        if (!made) return 'others';
        if (!made.ok && made.reason === 'stale_devices') continue;
        if (!made.ok) return settle(entry, made.reason);
        // By the name of who was here then; the line is the next person's.
        if (session()?.device !== self.device) return 'later';
        sealed = made.value;
        // To oneself, who has no other device.
        if (sealed.sealed.length === 0 && entry.to === self.account.uid) {
          await history.discard(entry.message);
          return 'next';
        }
        // On disk before it is sent: after a lost answer the very same boxes go again (SPEC MB3).
        await history.saveSealed(entry.message, sealed);
      }
      const answer = await put(entry.message, entry, sealed);
      const at = sentAt(answer);
      if (at.ok) {
        await history.markSent(entry.message, at.value, clock.now());
        if (!isQuiet(entry)) onChanged(entry.conversation, tickedOf(entry, self.account.uid));
        return 'next';
      }
      if (at.reason !== 'stale_devices') return settle(entry, at.reason, answer.ok ? undefined : answer.retryAfter);
      sealed = undefined;
    }
    return settle(entry, 'stale_devices');
  };

  const work = async (): Promise<void> => {
    const absent = new Set<AccountId>();
    for (;;) {
      // Read anew each time: what was thrown away meanwhile must not go out.
      const entry = firstOf(await history.outbox(), absent);
      const self = session();
      if (!entry || !self || !line.welcome()) return;
      const after = await deliver(entry, self);
      if (after === 'later') return;
      if (after === 'others') absent.add(entry.to);
    }
  };

  const run = async (): Promise<void> => {
    running = true;
    while (again) {
      again = false;
      await windows.exclusive('outbox', work).catch(onBroken);
    }
    running = false;
  };

  const flush = (): void => {
    again = true;
    if (!running && line.welcome()) void run();
  };

  return { flush, close: () => stopWaiting() };
};
