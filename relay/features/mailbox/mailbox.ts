import type { Instant } from '#shared/protocol/ids.ts';
import type { Endpoint } from '../../hub/endpoint.ts';
import type { Handlers, Hub } from '../../hub/hub.ts';
import { type Device, mayComeIn, type People, type Person } from '../../hub/people.ts';
import type { EnvelopeText } from '../../hub/send-text.ts';
import type { Appended, DeviceRow, Shown, Store } from '../../store/store.ts';
import type { Delivery } from './delivery.ts';
import type { Times } from './times.ts';

export interface MailboxOptions {
  readonly hub: Hub;
  readonly people: People;
  readonly store: Store;
  readonly delivery: Delivery;
  readonly times: Times;
  /** Hundreds of messages are on their way to the disk. */
  readonly onBusy: () => void;
}

/** What a recipient's device gets, around its own box. Built once, stored and sent as text: nothing in it needs an escape. */
const bodyHead = ({ id, conversation, suite, body }: EnvelopeText, { person, id: device }: Device): string =>
  `{"id":"${id}","conversation":"${conversation}","from":{"account":"${person.uid}","device":"${device}"},"suite":${suite},"body":"${body}","box":`;

interface Addressed {
  readonly devices: readonly Device[];
  readonly bodies: readonly string[];
  /** Length of the longest body for a device that is only shown. */
  readonly withheld: number;
}

const listedOf = ({ devices }: Person, but?: Device): number => {
  let count = 0;
  for (const device of devices) if (device.listed && device !== but) count += 1;
  return count;
};

/**
 * One box for every listed device of the recipient and every other one of the sender, or nothing at all (MB6). Whoever is
 * blocked names the devices that they are shown, which get nothing (MB7).
 */
const address = (
  envelope: EnvelopeText,
  sender: Device,
  recipient: Person,
  shown: Shown | undefined,
): Addressed | undefined => {
  const own = sender.person;
  const theirs = shown ? shown.devices.length : listedOf(recipient, sender);
  // What would reach nobody is not taken: a tick would be a lie.
  if (theirs === 0 && own !== recipient) return undefined;
  if (envelope.sealed.length !== theirs + (own === recipient ? 0 : listedOf(own, sender))) return undefined;
  const devices: Device[] = [];
  const bodies: string[] = [];
  const head = bodyHead(envelope, sender);
  const hidden = new Set<string>();
  let withheld = 0;
  for (const { account, device: id, box } of envelope.sealed) {
    if (shown && account === recipient.uid) {
      if (hidden.has(id) || !shown.devices.some(({ device }) => device === id)) return undefined;
      hidden.add(id);
      withheld = Math.max(withheld, head.length + box.length + 1);
      continue;
    }
    const person = account === recipient.uid ? recipient : account === own.uid ? own : undefined;
    const device = person?.devices.find((candidate) => candidate.id === id);
    if (!device?.listed || device === sender || devices.includes(device)) return undefined;
    devices.push(device);
    bodies.push(`${head}${box}}`);
  }
  return { devices, bodies, withheld };
};

const MANY = 256;

/** Holds envelopes for the absent. Knows nothing of what is in them, nor of calls. */
export const createMailbox = ({
  hub,
  people,
  store,
  delivery,
  times,
  onBusy,
}: MailboxOptions): Pick<Handlers, 'send' | 'acknowledge'> => {
  let underWay = 0;

  const answer = (endpoint: Endpoint, id: string, envelope: string, at: Instant): void =>
    hub.write(endpoint, `{"type":"sent","id":${JSON.stringify(id)},"envelope":"${envelope}","at":${at}}`);

  const send = (endpoint: Endpoint, id: string, envelope: EnvelopeText, recipient: Person): void => {
    const sender = endpoint.device;
    const toSelf = recipient === sender.person;
    if (!toSelf && people.relation(sender.person, recipient) !== 'contact')
      return hub.refuse(endpoint, id, 'not_contact', 'to: not a contact');
    const shown = people.shownTo(recipient, sender.person);
    const addressed = address(envelope, sender, recipient, shown);
    if (!addressed) return hub.refuse(endpoint, id, 'stale_devices', 'sealed: not the present devices');

    const { devices, bodies } = addressed;
    const withheld = shown && { owner: recipient.row, other: sender.person.row, bytes: addressed.withheld };
    const at = times.next(sender.person);
    const rows: DeviceRow[] = devices.map(({ row }) => row);
    underWay += 1;
    if (underWay === MANY) onBusy();
    const append = { sender: sender.row, envelope: envelope.id, at, devices: rows, bodies, withheld };
    store.append(append, (appended: Appended) => {
      underWay -= 1;
      if (appended.type === 'stored') {
        if (endpoint.phase === 'ready') answer(endpoint, id, envelope.id, at);
        for (let i = 0; i < devices.length; i++) {
          const device = devices[i];
          const seq = appended.seqs[i];
          if (device && seq) delivery.arrived(device, seq, at, 'envelope', bodies[i] ?? '');
        }
      } else if (endpoint.phase !== 'ready') return;
      else if (appended.type === 'known') answer(endpoint, id, envelope.id, appended.at);
      else if (appended.type === 'full') hub.refuse(endpoint, id, 'mailbox_full', 'to: the mailbox is full');
      else hub.refuse(endpoint, id, appended.reason, 'the message was not stored');
    });
  };

  /** The newest of each device goes to the store once a turn: acknowledging is cumulative. */
  let acknowledged = new Map<Device, number>();
  const flush = (): void => {
    const newest = acknowledged;
    acknowledged = new Map();
    for (const [device, through] of newest) store.acknowledge(device.row, through);
  };

  return {
    send(endpoint, { id, envelope }) {
      const recipient = people.get(envelope.to);
      if (recipient) return send(endpoint, id, envelope, recipient);
      return people.load(envelope.to).then((loaded) => {
        if (!mayComeIn(endpoint.device)) return; // nothing comes in behind the removal of an account
        if (loaded) send(endpoint, id, envelope, loaded);
        else hub.refuse(endpoint, id, 'not_contact', 'to: not a contact');
      });
    },
    acknowledge({ device }, { through }) {
      if (through > device.delivered || through <= (acknowledged.get(device) ?? 0)) return;
      if (acknowledged.size === 0) setImmediate(flush);
      acknowledged.set(device, through);
    },
  };
};
