import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import { closeCode } from '#shared/protocol/errors.ts';
import type { EndpointId, Instant } from '#shared/protocol/ids.ts';
import { between } from '../between.ts';
import type { Addresses } from './addresses.ts';
import { type Address, type Endpoint, type Pace, type Socket, sinceOpened } from './endpoint.ts';
import type { Hub, Welcome } from './hub.ts';
import type { Limits } from './limits.ts';
import type { Device, People, Person } from './people.ts';
import type { Resumption } from './resumption.ts';
import type { Tickets } from './tickets.ts';
import { isFull } from './token-bucket.ts';

const HELLO_MS = 5_000;
/** WebSocket's own "going away": whoever still hears it comes back at once. */
const GONE_SILENT = 1001;
/** Over so long the clients of a relay that shuts down come back: ten thousand at once would wait for each other. */
const COMING_BACK_MS = 10_000;
/** Where there are few, nobody has to wait so long. */
const GAP_MS = 500;
/** Sessions end this long after they began. */
export const SESSION_MS = 180 * 24 * 3600 * 1000;

export interface ReceptionOptions {
  readonly hub: Hub;
  readonly endpoints: Map<EndpointId, Endpoint>;
  readonly addresses: Addresses;
  readonly tickets: Tickets;
  readonly resumption: Resumption;
  readonly people: People;
  readonly welcome: Welcome;
  readonly limits: Limits;
  readonly maxFrameBytes: number;
  readonly idleMs: number;
  readonly maxSocketsPerAccount: number;
  readonly clock: () => Instant;
  /** The time by which sessions expire. */
  readonly believed: () => Instant;
  /** Distinguishes this run's endpoints from those of the last. */
  readonly run: string;
  /** The answer to `hello`, up to the mailbox; the endpoint is ready when it resolves. */
  readonly greet: (endpoint: Endpoint) => Promise<void>;
  /** The mailbox, from behind `after`. */
  readonly startMail: (endpoint: Endpoint, after: number) => void;
  readonly catchUp: (endpoint: Endpoint) => void;
  readonly onError: (error: unknown) => void;
}

export type Admission =
  | { readonly type: 'admitted'; readonly device: Device; readonly address: Address; readonly origin: string }
  | { readonly type: 'refused'; readonly reason: 'unauthorized' | 'too_many_connections' };

/** Comes and goes of sockets: tickets at the door, welcome, hello, silence. */
export interface Reception {
  /** Before the upgrade: an unauthenticated socket never exists. */
  admit(ticket: string, origin: string, ip: string): Admission;
  open(admission: Extract<Admission, { type: 'admitted' }>, socket: Socket): Endpoint;
  hello(endpoint: Endpoint, frame: Extract<ClientFrame, { type: 'hello' }>): void;
  closed(endpoint: Endpoint): void;
  tick(now: Instant): void;
  /** Tells everyone to come back, each at a moment of their own. */
  shutDown(): void;
}

/** A new one would let through what this one does. */
const isUnhurried = ({ frames, signals, dropped }: Pace, limits: Limits, now: Instant): boolean =>
  dropped === 0 && isFull(frames, limits.frames, now) && isFull(signals, limits.signals, now);

const socketsOf = (person: Person): number => person.endpoints.length;

export const createReception = (options: ReceptionOptions): Reception => {
  const { hub, endpoints, addresses, tickets, resumption, people, limits, clock } = options;
  let count = 0;

  return {
    admit(ticket, origin, ip) {
      const address = addresses.find(ip);
      if (!address) return { type: 'refused', reason: 'too_many_connections' };
      const now = clock();
      const device = tickets.redeem(ticket, origin, now) ?? resumption.redeem(ticket, origin, now);
      if (!device) return { type: 'refused', reason: 'unauthorized' };
      if (socketsOf(device.person) >= options.maxSocketsPerAccount)
        return { type: 'refused', reason: 'too_many_connections' };
      return { type: 'admitted', device, address, origin };
    },

    open({ device, address, origin }, socket) {
      const now = clock();
      const endpoint: Endpoint = {
        id: `${options.run}-${(count++).toString(36)}`,
        device,
        address,
        origin,
        socket,
        openedAt: now,
        heardAfter: 0,
        phase: 'opened',
        active: false,
        resumed: false,
        early: undefined,
        outbox: undefined,
        position: 0,
        mail: 'off',
        pace: undefined,
      };
      addresses.enter(address);
      endpoints.set(endpoint.id, endpoint);
      const { person } = device;
      person.endpoints = person.endpoints.concat(endpoint);
      people.hold(person);
      hub.send(endpoint, {
        type: 'welcome',
        endpoint: endpoint.id,
        account: { uid: person.uid, login: person.login, role: person.role },
        device: device.id,
        server_time: now,
        ice_servers: [...options.welcome.iceServers()],
        limits: { max_frame_bytes: options.maxFrameBytes, ring_seconds: options.welcome.ringSeconds, ping_seconds: 20 },
        resume: resumption.ticket(endpoint),
      });
      return endpoint;
    },

    hello(endpoint, frame) {
      endpoint.phase = 'greeting';
      endpoint.active = frame.active;
      hub.ok(endpoint, frame.id);
      options.greet(endpoint).then(
        () => {
          if (endpoint.phase !== 'ready') return;
          options.startMail(endpoint, frame.after);
          hub.emit('arrived', endpoint);
          options.catchUp(endpoint);
        },
        (error: unknown) => {
          options.onError(error);
          if (endpoint.phase !== 'gone') hub.close(endpoint, closeCode.goingAway, 'unavailable');
        },
      );
    },

    closed(endpoint) {
      const counted = endpoint.phase === 'ready';
      endpoint.phase = 'gone';
      endpoint.outbox = undefined;
      endpoint.early = undefined;
      endpoints.delete(endpoint.id);
      resumption.remember(endpoint, clock());
      const { address, device } = endpoint;
      addresses.leave(address);
      device.person.endpoints = device.person.endpoints.filter((other) => other !== endpoint);
      people.release(device.person);
      if (counted) hub.emit('left', endpoint);
    },

    tick(now) {
      tickets.sweep(now);
      resumption.sweep(now);
      const time = options.believed();
      for (const endpoint of endpoints.values()) {
        if (endpoint.pace && isUnhurried(endpoint.pace, limits, now)) endpoint.pace = undefined;
        const { person } = endpoint.device;
        if (person.frames && isFull(person.frames, limits.framesOfAccount, now)) person.frames = undefined;
        const after = sinceOpened(endpoint, now);
        if (endpoint.heardAfter > after) endpoint.heardAfter = after; // the clock was set back
        if (endpoint.phase === 'opened' && between(endpoint.openedAt, now) > HELLO_MS)
          hub.close(endpoint, closeCode.protocolError, 'no hello');
        else if (after - endpoint.heardAfter > options.idleMs) hub.close(endpoint, GONE_SILENT, 'silent');
        else if (time - endpoint.device.begunAt * 1000 > SESSION_MS)
          hub.close(endpoint, closeCode.signedOut, 'the session has expired');
      }
    },

    shutDown() {
      const gap = Math.min(GAP_MS, COMING_BACK_MS / endpoints.size);
      for (const [place, endpoint] of [...endpoints.values()].entries()) {
        hub.send(endpoint, { type: 'bye', retry_after: Math.ceil(gap * (place + 1)) / 1000 });
        hub.close(endpoint, closeCode.goingAway, 'shutting down');
      }
    },
  };
};
