import { closeCode } from '#shared/protocol/errors.ts';
import type { Instant, Seq } from '#shared/protocol/ids.ts';
import type { Endpoint } from '../../hub/endpoint.ts';
import type { Hub } from '../../hub/hub.ts';
import type { Device } from '../../hub/people.ts';
import type { MailKind, Store } from '../../store/store.ts';

/** So much of a mailbox is read and sent at a time: well below what a slow reader may leave unread. */
const PAGE_BYTES = 256 * 1024;

/** The item as it goes over the wire, around a body that is JSON already. */
const itemText = (kind: MailKind, seq: Seq, at: Instant, body: string): string => {
  if (kind === 'envelope') return `{"kind":"envelope","seq":${seq},"at":${at},"envelope":${body}}`;
  if (kind === 'call') return `{"kind":"call","seq":${seq},"at":${at},"summary":${body}}`;
  return `{"kind":"gone","seq":${seq},"at":${at}}`;
};

const deliverText = (items: readonly string[]): string => `{"type":"deliver","items":[${items.join(',')}]}`;

export interface Delivery {
  /** Sends what is behind `after`, then what comes. */
  start(endpoint: Endpoint, after: Seq): void;
  /** New mail of this device is on the disk. */
  arrived(device: Device, seq: Seq, at: Instant, kind: MailKind, body: string): void;
  /** The socket has room again. */
  drained(endpoint: Endpoint): void;
}

/**
 * From mailboxes to sockets, in the order of the places and without a gap. An endpoint either reads pages or is live. Who
 * asked the store first may hear of it later: so an endpoint stays live only while each place follows the one before, and
 * reads on where something arrived that its page does not hold.
 */
export const createDelivery = (hub: Hub, store: Store, onError: (error: unknown) => void): Delivery => {
  /** Live items of one commit, gathered into one frame for each endpoint. */
  let gathered = new Map<Endpoint, string[]>();
  /** The newest place that was given out while an endpoint reads. */
  const meanwhile = new Map<Endpoint, Seq>();

  const flush = (): void => {
    const frames = gathered;
    gathered = new Map();
    for (const [endpoint, items] of frames) hub.write(endpoint, deliverText(items));
  };

  const advance = (endpoint: Endpoint, seq: Seq): void => {
    endpoint.position = seq;
    if (seq > endpoint.device.delivered) endpoint.device.delivered = seq;
  };

  const read = async (endpoint: Endpoint): Promise<void> => {
    endpoint.mail = 'reading';
    const { items, more, last } = await store.readMail(endpoint.device.row, endpoint.position, PAGE_BYTES);
    const overtaken = (meanwhile.get(endpoint) ?? 0) > last;
    meanwhile.delete(endpoint);
    if (endpoint.phase !== 'ready') return;
    const newest = items.at(-1);
    if (newest) {
      hub.write(endpoint, deliverText(items.map(({ kind, seq, at, body }) => itemText(kind, seq, at, body))));
      advance(endpoint, newest.seq);
    }
    if (!more) advance(endpoint, last); // also where the client claims to have more than was ever sent
    if (more || overtaken) {
      endpoint.mail = 'waiting';
      setImmediate(() => next(endpoint)); // by then the page was written, and the socket knows whether it is full
    } else endpoint.mail = 'live';
  };

  const next = (endpoint: Endpoint): void => {
    if (endpoint.phase === 'ready' && endpoint.mail === 'waiting' && endpoint.socket.getBufferedAmount() === 0)
      read(endpoint).catch(failed(endpoint));
  };

  const failed =
    (endpoint: Endpoint) =>
    (error: unknown): void => {
      onError(error);
      meanwhile.delete(endpoint);
      endpoint.mail = 'off';
      hub.close(endpoint, closeCode.goingAway, 'the mailbox cannot be read now');
    };

  return {
    start(endpoint, after) {
      endpoint.position = after;
      read(endpoint).catch(failed(endpoint));
    },
    arrived(device, seq, at, kind, body) {
      let text: string | undefined;
      for (const endpoint of device.person.endpoints) {
        if (endpoint.device !== device) continue;
        if (endpoint.mail === 'reading') meanwhile.set(endpoint, Math.max(seq, meanwhile.get(endpoint) ?? 0));
        if (endpoint.mail !== 'live' || seq <= endpoint.position) continue;
        if (seq > endpoint.position + 1) {
          read(endpoint).catch(failed(endpoint));
          continue;
        }
        text ??= itemText(kind, seq, at, body);
        if (gathered.size === 0) queueMicrotask(flush);
        const items = gathered.get(endpoint);
        if (items) items.push(text);
        else gathered.set(endpoint, [text]);
        advance(endpoint, seq);
      }
    },
    drained: next,
  };
};
