import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as pass } from 'node:timers/promises';
import { monotonicFactory } from 'ulid';
import WebSocket from 'ws';
import type { Session } from '#shared/protocol/account-api.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { MailboxItem, OutgoingEnvelope } from '#shared/protocol/envelope.ts';
import { type RelayFrame, relayFrame } from '#shared/protocol/frames.ts';
import type { DeviceId, EnvelopeId, Seq } from '#shared/protocol/ids.ts';
import { ticketFor } from '../relay/test-client.ts';
import { type Happening, keyOf, type MessageKey, type Written } from './history.ts';

// What a client does for the promise, and nothing else of it: an outbox that sends again what has no tick, an inbox that
// stores before it acknowledges. Both are in memory, and outlive `leave` as a client's store outlives its process.

const nextUlid = monotonicFactory();
const LONGEST_TEXT_BYTES = 2_000;
const LONGEST_STORING_MS = 4;
/** Before what was refused is sent again. */
const PATIENCE_MS = 20;

export interface DeviceOptions {
  readonly url: string;
  readonly session: Session;
  /** An envelope to each person this one writes to, with boxes for the right devices. */
  readonly threads: readonly OutgoingEnvelope[];
  /** How many messages may wait for their tick at a time. */
  readonly underWay: number;
  /** The mistake that the harness must notice. */
  readonly acknowledgesFirst: boolean;
  /** Comes back by the resume ticket of the socket before, where there is one; then it does not ask for one. */
  readonly resumes?: boolean;
  readonly record: (happening: Happening) => void;
}

export interface Device {
  readonly id: DeviceId;
  /** Opens a socket and greets; what has no tick is sent again. */
  come(): Promise<void>;
  /** Dies: what is not stored yet is gone from it. */
  leave(): void;
  /** Keeps as many messages under way as it may. */
  talk(): void;
  /** Writes no more of itself. */
  hush(): void;
  /** One message to each person it writes to. */
  write(): readonly Written[];
  isHere(): boolean;
  shows(message: MessageKey): boolean;
  /** How many messages have no tick. */
  waiting(): number;
  /** How often the relay said that its disk is full. */
  refusals(): number;
}

/** The envelope with an id and bytes of its own. */
const another = (thread: OutgoingEnvelope): OutgoingEnvelope => {
  const body = randomBytes(randomInt(16, LONGEST_TEXT_BYTES)).toString('base64');
  return { ...thread, id: nextUlid(), body };
};

export const createDevice = (options: DeviceOptions): Device => {
  const { url, session, threads, underWay, acknowledgesFirst, resumes = false, record } = options;
  const id = session.device;

  let socket: WebSocket | undefined;
  let greeted = false;
  let resume: string | undefined;
  let talking = false;
  let refusals = 0;
  const outbox = new Map<EnvelopeId, OutgoingEnvelope>();

  let lives = 0;
  let cursor: Seq = 0;
  const shown = new Set<MessageKey>();
  let storing: Promise<void> = Promise.resolve();

  const send = (frame: ClientFrame): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };

  const put = (envelope: OutgoingEnvelope): void => {
    if (greeted) send({ type: 'send', id: envelope.id, envelope });
  };

  const writeTo = (thread: OutgoingEnvelope): Written => {
    const envelope = another(thread);
    const written: Written = {
      what: 'written',
      message: keyOf(id, envelope.id),
      sender: id,
      conversation: envelope.conversation,
      recipients: envelope.sealed.map(({ device }) => device),
    };
    record(written);
    outbox.set(envelope.id, envelope);
    put(envelope);
    return written;
  };

  const goOn = (): void => {
    while (talking && outbox.size < underWay) {
      const thread = threads[randomInt(threads.length)];
      if (thread) writeTo(thread);
    }
  };

  const sent = (envelope: EnvelopeId): void => {
    if (!outbox.delete(envelope)) return;
    record({ what: 'ticked', message: keyOf(id, envelope) });
    goOn();
  };

  const refused = ({ id: envelope, error_code: code }: Extract<RelayFrame, { type: 'error' }>): void => {
    if (code !== 'disk_full') throw new Error(`${envelope} was refused: ${code}`);
    refusals += 1;
    setTimeout(() => {
      const again = envelope === undefined ? undefined : outbox.get(envelope);
      if (again) put(again);
    }, PATIENCE_MS);
  };

  const acknowledge = (through: Seq): void => send({ type: 'acknowledge', through });

  const store = async (items: readonly MailboxItem[], life: number): Promise<void> => {
    const through = items.at(-1)?.seq ?? 0;
    if (acknowledgesFirst) acknowledge(through);
    await pass(randomInt(LONGEST_STORING_MS + 1));
    if (life !== lives) return;
    for (const item of items) {
      if (item.seq <= cursor || item.kind !== 'envelope') continue;
      cursor = item.seq;
      const message = keyOf(item.envelope.from.device, item.envelope.id);
      if (shown.has(message)) continue;
      shown.add(message);
      record({ what: 'shown', device: id, message });
    }
    if (!acknowledgesFirst) acknowledge(through);
  };

  const deliver = (items: readonly MailboxItem[]): void => {
    for (const item of items) {
      if (item.kind !== 'envelope') continue;
      const message = keyOf(item.envelope.from.device, item.envelope.id);
      record({ what: 'delivered', device: id, seq: item.seq, message });
    }
    const life = lives;
    storing = storing.then(() => store(items, life));
  };

  const greet = (ticket: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const opened = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, ['tincan.v1', `ticket.${ticket}`]);
      socket = opened;
      opened.on('error', reject);
      opened.on('close', () => {
        if (socket !== opened) return;
        socket = undefined;
        greeted = false;
        reject(new Error('closed before it was greeted'));
      });
      opened.on('message', (data) => {
        if (socket !== opened) return;
        const frame = relayFrame.parse(JSON.parse(String(data)));
        if (frame.type === 'welcome') {
          if (resumes) resume = frame.resume;
          send({ type: 'hello', id: 'hello', after: cursor, active: true });
        } else if (frame.type === 'sent') sent(frame.envelope);
        else if (frame.type === 'deliver') deliver(frame.items);
        else if (frame.type === 'error') refused(frame);
        else if (frame.type === 'ok') {
          greeted = true;
          for (const envelope of outbox.values()) put(envelope);
          goOn();
          resolve();
        }
      });
    });

  return {
    id,
    async come() {
      const ticket = resume ?? (await ticketFor(url, session.token));
      resume = undefined; // it is good once
      await greet(ticket);
    },
    leave() {
      lives += 1;
      greeted = false;
      socket?.terminate();
      socket = undefined;
    },
    talk() {
      talking = true;
      if (greeted) goOn();
    },
    hush() {
      talking = false;
    },
    write: () => threads.map(writeTo),
    isHere: () => greeted,
    shows: (message) => shown.has(message),
    waiting: () => outbox.size,
    refusals: () => refusals,
  };
};
