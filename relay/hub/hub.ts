import type { ClientFrame, SignalType } from '#shared/protocol/client-frames.ts';
import type { ErrorCode } from '#shared/protocol/errors.ts';
import type { IceServer, RelayFrame } from '#shared/protocol/frames.ts';
import type { EndpointId, Instant } from '#shared/protocol/ids.ts';
import type { Tally } from '../tally.ts';
import type { Endpoint } from './endpoint.ts';
import type { Person } from './people.ts';
import type { SendText } from './send-text.ts';
import type { SignalHead } from './signal-text.ts';

/** A client's frame as it is handed on: what is in a box is not built, only passed on. */
export type HandledFrame = Exclude<ClientFrame, { type: 'send' }> | SignalHead | SendText;

/** Answers a kind of frame. What a promise rejects with becomes a refusal of the frame's `id`. */
export type Handler<Frame> = (endpoint: Endpoint, frame: Frame, text: string) => void | Promise<void>;

/** One for every kind of frame a client may send, `hello` and `ping` aside, which are the hub's own. */
export type Handlers = {
  readonly [Type in Exclude<ClientFrame['type'], 'hello' | 'ping' | SignalType>]: Handler<
    Extract<HandledFrame, { type: Type }>
  >;
} & { readonly [Type in SignalType]: Handler<SignalHead> };

/** What features hear of. They never call each other: who is told what is decided where the relay is put together. */
export interface HubEvents {
  /** An endpoint has been greeted and counts. */
  arrived: (endpoint: Endpoint) => void;
  /** A greeted endpoint is gone. */
  left: (endpoint: Endpoint) => void;
  activityChanged: (person: Person) => void;
  /** The two are now something else to each other. */
  relationChanged: (one: Person, other: Person) => void;
  /** The person has begun or ended an accepted call, or come into a room or out of it. */
  inCallChanged: (person: Person) => void;
  /** About once a second. */
  tick: (now: Instant) => void;
}

/** What the hub offers to features. */
export interface Hub {
  endpoint(id: EndpointId): Endpoint | undefined;
  endpoints(): Iterable<Endpoint>;
  /** Text that is a frame already. */
  write(endpoint: Endpoint, text: string): void;
  send(endpoint: Endpoint, frame: RelayFrame): void;
  /** To every greeted endpoint of this person. */
  tell(person: Person, frame: RelayFrame): void;
  /** The same with text that is a frame already. */
  tellText(person: Person, text: string): void;
  ok(endpoint: Endpoint, id: string): void;
  refuse(endpoint: Endpoint, id: string | undefined, code: ErrorCode, detail: string, retryAfter?: number): void;
  /** How often {@link refuse} has said what. */
  readonly refusals: Readonly<Tally<ErrorCode>>;
  /** After what is already on its way to it. */
  close(endpoint: Endpoint, code: number, reason: string): void;
  on<Event extends keyof HubEvents>(event: Event, listener: HubEvents[Event]): void;
  emit<Event extends keyof HubEvents>(event: Event, ...facts: Parameters<HubEvents[Event]>): void;
}

export interface Welcome {
  /** With credentials of its own for each endpoint. */
  readonly iceServers: () => readonly IceServer[];
  readonly ringSeconds: number;
}
