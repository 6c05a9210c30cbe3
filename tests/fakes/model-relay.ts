import type { Clock } from '#shared/client/ports.ts';
import type { DeviceKeys, Prekey } from '#shared/protocol/account.ts';
import type { ClientFrame, ContactAct } from '#shared/protocol/client-frames.ts';
import { type DeviceList, deviceList } from '#shared/protocol/device-list.ts';
import type { MailboxItem, OutgoingEnvelope } from '#shared/protocol/envelope.ts';
import { closeCode, type ErrorCode } from '#shared/protocol/errors.ts';
import type { Contact, IceServer, RelayFrame } from '#shared/protocol/frames.ts';
import type { AccountId, DeviceId, EndpointId, RingTestId } from '#shared/protocol/ids.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';
import { createModelCalls, type ModelCalls } from './model-calls.ts';

/** What is added to a mailbox; the number comes with the place. */
type Mail = MailboxItem extends infer Item ? (Item extends MailboxItem ? Omit<Item, 'seq'> : never) : never;

export interface ModelEndpoint {
  readonly endpoint: EndpointId;
  receive(frame: ClientFrame): void;
  /** The socket is gone, noticed now. */
  gone(): void;
}

export interface ModelSocketEvents {
  frame(frame: RelayFrame): void;
  closed(code: number): void;
}

/** One relay in memory, by SPEC: roster, presence, mailboxes, calls and signals, without disk, rates and limits. */
export interface ModelRelay {
  readonly calls: ModelCalls;
  enrol(account: AccountId, login: string, keys: Omit<DeviceKeys, 'account'>): void;
  /** A socket of this device opens; `welcome` comes at once. */
  open(account: AccountId, device: DeviceId, events: ModelSocketEvents): ModelEndpoint;
  /** Rings this person's devices, to see whether they can be. */
  ringTest(account: AccountId, test: RingTestId): void;
  befriend(a: AccountId, b: AccountId): void;
  /** The device is signed out (SPEC SE6). */
  revoke(device: DeviceId): void;
  devicesOf(account: AccountId): readonly DeviceKeys[];
  /** What this account has signed last. */
  listOf(account: AccountId): SignedDeviceList | undefined;
  /** Says that something about the devices has changed. */
  announceDevices(account: AccountId): void;
  mailbox(device: DeviceId): readonly MailboxItem[];
  /** Those of this device that nobody was given. */
  oneTimePrekeys(device: DeviceId): readonly Prekey[];
  /** Every envelope that was accepted, in order. */
  readonly accepted: readonly OutgoingEnvelope[];
  /** Refuses the next `send`s with these. */
  refuse(...reasons: readonly ErrorCode[]): void;
  /** Tells whoever opens a socket from now on that a frame has at most so many bytes. */
  limitFrames(bytes: number): void;
  /** The STUN and TURN servers of whoever has a socket or opens one from now on. */
  nameServers(...servers: readonly IceServer[]): void;
}

interface Person {
  readonly account: AccountId;
  readonly login: string;
  readonly relations: Map<AccountId, Contact['relation']>;
}

interface Socket {
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly endpoint: EndpointId;
  readonly events: ModelSocketEvents;
  ready: boolean;
  active: boolean;
}

/** Below so many a device is told that few of its one-time prekeys are left. */
const FEW = 20;

interface Box {
  keys: DeviceKeys;
  oneTime: readonly Prekey[];
  readonly items: MailboxItem[];
  last: number;
  readonly known: Set<string>;
}

export const createModelRelay = (clock: Clock): ModelRelay => {
  const people = new Map<AccountId, Person>();
  const boxes = new Map<DeviceId, Box>();
  const sockets = new Map<EndpointId, Socket>();
  const lists = new Map<AccountId, SignedDeviceList>();
  const former = new Map<AccountId, readonly SignedDeviceList[]>();
  const accepted: OutgoingEnvelope[] = [];
  let refusals: readonly ErrorCode[] = [];
  let endpoints = 0;
  let maxFrameBytes = 65_536;
  let iceServers: readonly IceServer[] = [];

  const socketsOf = (account: AccountId): readonly Socket[] =>
    [...sockets.values()].filter((socket) => socket.account === account && socket.ready);
  const tell = (account: AccountId, frame: RelayFrame): void => {
    for (const { events } of socketsOf(account)) events.frame(frame);
  };
  const devicesOf = (account: AccountId): readonly DeviceKeys[] =>
    [...boxes.values()].map(({ keys }) => keys).filter((keys) => keys.account === account);
  const readList = (account: AccountId): DeviceList | undefined => {
    const signed = lists.get(account);
    return signed && deviceList.parse(JSON.parse(signed.text));
  };
  const listedOf = (account: AccountId): readonly DeviceKeys[] => {
    const list = readList(account);
    return devicesOf(account).filter((keys) => !list || list.devices.some(({ device }) => device === keys.device));
  };
  const relation = (a: AccountId, b: AccountId) => people.get(a)?.relations.get(b);
  const contactsOf = (account: AccountId): readonly AccountId[] =>
    [...(people.get(account)?.relations ?? [])].flatMap(([other, is]) => (is === 'contact' ? [other] : []));

  const announceDevices = (account: AccountId): void => tell(account, { type: 'devices-changed', account });

  const put = (device: DeviceId, mail: Mail): void => {
    const box = boxes.get(device);
    if (!box) return;
    box.last += 1;
    const item = { ...mail, seq: box.last } as MailboxItem;
    box.items.push(item);
    for (const socket of sockets.values()) {
      if (socket.device === device && socket.ready) socket.events.frame({ type: 'deliver', items: [item] });
    }
  };

  const warn = (device: DeviceId): void => {
    const box = boxes.get(device);
    if (!box || box.oneTime.length >= FEW) return;
    for (const socket of sockets.values()) {
      if (socket.device === device && socket.ready)
        socket.events.frame({ type: 'prekeys-low', prekey: box.keys.prekey.id });
    }
  };

  const takeOneTime = (device: DeviceId): { readonly device: DeviceId; readonly prekey: Prekey }[] => {
    const box = boxes.get(device);
    const [prekey, ...left] = box?.oneTime ?? [];
    if (!box || !prekey) return [];
    box.oneTime = left;
    warn(device);
    return [{ device, prekey }];
  };

  const presenceOf = (account: AccountId) => {
    const here = socketsOf(account);
    if (calls.live(account).some(({ state }) => state === 'accepted' || state === 'connected')) {
      return { account, status: 'in-call' } as const;
    }
    if (here.some(({ active }) => active)) return { account, status: 'online' } as const;
    return here.length > 0 ? ({ account, status: 'away' } as const) : ({ account, status: 'offline' } as const);
  };
  const announce = (account: AccountId): void => {
    for (const other of contactsOf(account)) tell(other, { type: 'presence', people: [presenceOf(account)] });
  };

  const calls = createModelCalls({
    clock,
    areContacts: (a, b) => relation(a, b) === 'contact',
    isConnected: (endpoint) => sockets.has(endpoint),
    publish: (record) => {
      for (const account of new Set([record.caller.account, record.callee])) tell(account, { type: 'call', record });
    },
    summarise: (summary) => {
      for (const account of new Set([summary.caller, summary.callee])) {
        for (const { device } of devicesOf(account)) put(device, { kind: 'call', at: clock.now(), summary });
      }
    },
  });

  const relate = (a: AccountId, b: AccountId, is: Contact['relation']): void => {
    const person = people.get(a);
    const login = people.get(b)?.login;
    if (!person || login === undefined) return;
    if (is === 'none') person.relations.delete(b);
    else person.relations.set(b, is);
    tell(a, { type: 'contact', contact: { account: b, login, relation: is } });
  };
  const both = (a: AccountId, b: AccountId, mine: Contact['relation'], theirs: Contact['relation']): void => {
    relate(a, b, mine);
    relate(b, a, theirs);
    announce(a);
    announce(b);
  };
  const contact = (self: AccountId, other: AccountId, act: ContactAct): void => {
    const now = relation(self, other);
    if (act === 'request' && now === undefined) both(self, other, 'outgoing', 'incoming');
    else if ((act === 'request' || act === 'accept') && now === 'incoming') both(self, other, 'contact', 'contact');
    else if (act === 'decline' && now === 'incoming') relate(self, other, 'none');
    else if (act === 'remove' && now !== undefined) both(self, other, 'none', 'none');
    else if (act === 'block') relate(self, other, 'blocked');
    else if (act === 'unblock') relate(self, other, 'none');
  };

  const send = (socket: Socket, envelope: OutgoingEnvelope): ErrorCode | 'ok' => {
    const [refusal, ...rest] = refusals;
    refusals = rest;
    if (refusal) return refusal;
    const own = boxes.get(socket.device);
    const toSelf = envelope.to === socket.account;
    if (!own || (!toSelf && relation(socket.account, envelope.to) !== 'contact')) return 'not_contact';
    if (own.known.has(envelope.id)) return 'ok';
    if (!toSelf && listedOf(envelope.to).length === 0) return 'stale_devices';
    const accounts = [...new Set([envelope.to, socket.account])];
    const wanted = accounts.flatMap(listedOf).map(({ device }) => device);
    const expected = wanted.filter((device) => device !== socket.device).sort();
    const given = envelope.sealed.map(({ device }) => device).sort();
    if (expected.join() !== given.join()) return 'stale_devices';
    own.known.add(envelope.id);
    accepted.push(envelope);
    const { id, conversation, suite, body } = envelope;
    const from = { account: socket.account, device: socket.device };
    for (const { device, box } of envelope.sealed) {
      put(device, { kind: 'envelope', at: clock.now(), envelope: { id, conversation, from, suite, body, box } });
    }
    return 'ok';
  };

  const greet = (socket: Socket, after: number): void => {
    const person = people.get(socket.account);
    if (!person) return;
    const contacts = [...person.relations].map(([account, is]) => ({
      account,
      login: people.get(account)?.login ?? '',
      relation: is,
    }));
    socket.events.frame({ type: 'roster', contacts });
    const here = contactsOf(socket.account)
      .map(presenceOf)
      .filter(({ status }) => status !== 'offline');
    if (here.length > 0) socket.events.frame({ type: 'presence', people: here });
    for (const record of calls.live(socket.account)) socket.events.frame({ type: 'call', record });
    const items = (boxes.get(socket.device)?.items ?? []).filter(({ seq }) => seq > after);
    socket.ready = true;
    warn(socket.device);
    if (items.length > 0) socket.events.frame({ type: 'deliver', items });
    announce(socket.account);
  };

  const receive = (socket: Socket, frame: ClientFrame): void => {
    if (!sockets.has(socket.endpoint)) return;
    const { events, account, device, endpoint } = socket;
    const answer = (id: string, outcome: ErrorCode | 'ok'): void =>
      events.frame(outcome === 'ok' ? { type: 'ok', id } : { type: 'error', id, error_code: outcome, detail: outcome });
    switch (frame.type) {
      case 'hello':
        socket.active = frame.active;
        return greet(socket, frame.after);
      case 'ping':
        return events.frame({ type: 'pong' });
      case 'activity':
        socket.active = frame.active;
        return announce(account);
      case 'typing': {
        const known = relation(account, frame.to) === 'contact' && relation(frame.to, account) === 'contact';
        if (known) tell(frame.to, { type: 'typing', from: account, typing: frame.typing });
        return;
      }
      case 'contact':
        contact(account, frame.account, frame.act);
        return answer(frame.id, 'ok');
      case 'devices':
        return events.frame({
          type: 'devices',
          id: frame.id,
          devices: frame.accounts.flatMap((asked) => (asked === account ? devicesOf(asked) : listedOf(asked))),
          lists: frame.accounts
            .flatMap((asked) => [
              frame.after ? (former.get(asked) ?? []).slice(frame.after) : [],
              lists.get(asked) ?? [],
            ])
            .flat(),
        });
      case 'device-list': {
        const next = deviceList.parse(JSON.parse(frame.list.text));
        if (next.version !== (readList(account)?.version ?? 0) + 1) return answer(frame.id, 'stale_devices');
        const present = lists.get(account);
        if (present) former.set(account, [...(former.get(account) ?? []), present]);
        lists.set(account, frame.list);
        answer(frame.id, 'ok');
        announceDevices(account);
        for (const contact of contactsOf(account)) tell(contact, { type: 'devices-changed', account });
        return;
      }
      case 'link': {
        const there = socketsOf(account).filter((other) => other.device === frame.to);
        for (const other of there) other.events.frame({ type: 'link', from: device, body: frame.body });
        return answer(frame.id, there.length > 0 ? 'ok' : 'endpoint_gone');
      }
      case 'one-time-prekeys': {
        const given = [...new Set(frame.accounts)].flatMap(listedOf).filter((keys) => keys.device !== device);
        const prekeys = given.flatMap((keys) => takeOneTime(keys.device));
        return events.frame({ type: 'one-time-prekeys', id: frame.id, prekeys });
      }
      case 'prekey': {
        const box = boxes.get(device);
        if (box) {
          box.keys = { ...box.keys, prekey: frame.prekey };
          box.oneTime = frame.one_time;
        }
        return answer(frame.id, 'ok');
      }
      case 'send': {
        const outcome = send(socket, frame.envelope);
        if (outcome !== 'ok') return answer(frame.id, outcome);
        return events.frame({ type: 'sent', id: frame.id, envelope: frame.envelope.id, at: clock.now() });
      }
      case 'acknowledge': {
        const box = boxes.get(device);
        const kept = box?.items.filter(({ seq }) => seq > frame.through) ?? [];
        box?.items.splice(0, box.items.length, ...kept);
        return;
      }
      case 'offer':
      case 'answer':
      case 'candidate':
      case 'restart':
      case 'leave':
        return sockets.get(frame.to)?.events.frame({ ...frame, from: endpoint });
      case 'room-create':
      case 'room-look':
      case 'room-join':
      case 'room-leave':
      case 'room-admit':
      case 'room-remove':
      case 'room-end':
      case 'room-signal':
        throw new Error('Rooms are tested against a real relay');
      default: {
        const outcome = calls.act(frame, { account, device, endpoint });
        announce(account);
        return 'id' in frame ? answer(frame.id, outcome) : undefined;
      }
    }
  };

  return {
    calls,
    accepted,
    devicesOf,
    listOf: (account) => lists.get(account),
    announceDevices,
    enrol: (account, login, keys) => {
      if (!people.has(account)) people.set(account, { account, login, relations: new Map() });
      boxes.set(keys.device, { keys: { ...keys, account }, oneTime: [], items: [], last: 0, known: new Set() });
      announceDevices(account);
    },
    ringTest: (account, test) => tell(account, { type: 'ring-test', test }),
    open: (account, device, events) => {
      endpoints += 1;
      const endpoint = `endpoint-${endpoints}`;
      const socket: Socket = { account, device, endpoint, events, ready: false, active: false };
      sockets.set(endpoint, socket);
      events.frame({
        type: 'welcome',
        endpoint,
        account: { uid: account, login: people.get(account)?.login ?? '', role: 'person' },
        device,
        server_time: clock.now(),
        ice_servers: [...iceServers],
        limits: { max_frame_bytes: maxFrameBytes, ring_seconds: 60, ping_seconds: 20 },
        resume: `resume-${endpoints}`,
      });
      return {
        endpoint,
        receive: (frame) => receive(socket, frame),
        gone: () => {
          if (!sockets.delete(endpoint)) return;
          calls.gone(endpoint);
          announce(account);
        },
      };
    },
    befriend: (a, b) => {
      relate(a, b, 'contact');
      relate(b, a, 'contact');
    },
    revoke: (device) => {
      boxes.delete(device);
      for (const socket of [...sockets.values()]) {
        if (socket.device !== device) continue;
        sockets.delete(socket.endpoint);
        socket.events.closed(closeCode.signedOut);
      }
    },
    mailbox: (device) => boxes.get(device)?.items ?? [],
    oneTimePrekeys: (device) => boxes.get(device)?.oneTime ?? [],
    nameServers: (...servers) => {
      iceServers = servers;
      for (const { events } of sockets.values()) events.frame({ type: 'ice-servers', ice_servers: [...servers] });
    },
    limitFrames: (bytes) => {
      maxFrameBytes = bytes;
    },
    refuse: (...reasons) => {
      refusals = reasons;
    },
  };
};
