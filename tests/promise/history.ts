import type { ConversationId, DeviceId, EnvelopeId, Seq } from '#shared/protocol/ids.ts';

/** A message as everyone knows it: by the device that sent it and its id. */
export type MessageKey = `${DeviceId} ${EnvelopeId}`;

export const keyOf = (sender: DeviceId, id: EnvelopeId): MessageKey => `${sender} ${id}`;

/** Put into its sender's outbox: from here on in this order. */
export interface Written {
  readonly what: 'written';
  readonly message: MessageKey;
  readonly sender: DeviceId;
  readonly conversation: ConversationId;
  readonly recipients: readonly DeviceId[];
}

/** What happened, in the order in which the harness saw it. */
export type Happening =
  | Written
  | { readonly what: 'ticked'; readonly message: MessageKey }
  /** Came at this place of the device's mailbox, for the first time or again. */
  | { readonly what: 'delivered'; readonly device: DeviceId; readonly seq: Seq; readonly message: MessageKey }
  /** Was stored on the device, and is what its person sees. */
  | { readonly what: 'shown'; readonly device: DeviceId; readonly message: MessageKey };

/** Each list names what broke the promise; all of them are empty where it was kept. */
export interface Verdict {
  readonly written: number;
  readonly ticked: number;
  /** Ticked, and not shown on every device that it was for. */
  readonly lost: readonly string[];
  /** Shown twice on one device. */
  readonly doubled: readonly string[];
  /** One message at two places of a mailbox, two at one place, or a place that was passed over. */
  readonly misplaced: readonly string[];
  /** Shown in another order than they were written in, within one conversation and from one device. */
  readonly disordered: readonly string[];
}

/** What a kept promise looks like. */
export const KEPT: Partial<Verdict> = { lost: [], doubled: [], misplaced: [], disordered: [] };

type Of<What extends Happening['what']> = Extract<Happening, { what: What }>;

const only = <What extends Happening['what']>(history: readonly Happening[], what: What): Of<What>[] =>
  history.filter((happening): happening is Of<What> => happening.what === what);

/** The shown messages of each device, in order. */
const timelines = (history: readonly Happening[]): ReadonlyMap<DeviceId, readonly MessageKey[]> => {
  const lines = new Map<DeviceId, MessageKey[]>();
  for (const { device, message } of only(history, 'shown')) {
    const line = lines.get(device);
    if (line) line.push(message);
    else lines.set(device, [message]);
  }
  return lines;
};

const misplacedIn = (history: readonly Happening[]): readonly string[] => {
  const mailboxes = new Map<DeviceId, { places: Map<Seq, MessageKey>; messages: Map<MessageKey, Seq> }>();
  const found: string[] = [];
  for (const { device, seq, message } of only(history, 'delivered')) {
    const mailbox = mailboxes.get(device) ?? { places: new Map(), messages: new Map() };
    mailboxes.set(device, mailbox);
    const there = mailbox.places.get(seq);
    const before = mailbox.messages.get(message);
    if (there !== undefined && there !== message) found.push(`${device}: ${there} and ${message} at ${seq}`);
    if (before !== undefined && before !== seq) found.push(`${device}: ${message} at ${before} and ${seq}`);
    if (seq !== 1 && !mailbox.places.has(seq - 1)) found.push(`${device}: ${seq} without ${seq - 1}`);
    mailbox.places.set(seq, message);
    mailbox.messages.set(message, seq);
  }
  return found;
};

/** Looks at a whole history afterwards and knows nothing of how it came about. */
export const judge = (history: readonly Happening[]): Verdict => {
  const written = only(history, 'written');
  const ticked = new Set(only(history, 'ticked').map(({ message }) => message));
  const lines = timelines(history);
  const shown = new Map([...lines].map(([device, line]) => [device, new Set(line)]));

  const lost = written
    .filter(({ message }) => ticked.has(message))
    .flatMap(({ message, recipients }) =>
      recipients.filter((device) => !shown.get(device)?.has(message)).map((device) => `${message} for ${device}`),
    );

  const doubled = [...lines].flatMap(([device, line]) => {
    const once = new Set<MessageKey>();
    return line.filter((message) => once.size === once.add(message).size).map((message) => `${message} on ${device}`);
  });

  const places = new Map(
    written.map(({ message, sender, conversation }, place) => [
      message,
      { thread: `${sender} ${conversation}`, place },
    ]),
  );
  const disordered = [...lines].flatMap(([device, line]) => {
    const newest = new Map<string, number>();
    return line
      .filter((message) => {
        const one = places.get(message);
        if (!one) return true; // nobody has written it
        const before = newest.get(one.thread) ?? -1;
        newest.set(one.thread, one.place);
        return one.place < before;
      })
      .map((message) => `${message} on ${device}`);
  });

  return {
    written: written.length,
    ticked: ticked.size,
    lost,
    doubled,
    misplaced: misplacedIn(history),
    disordered,
  };
};
