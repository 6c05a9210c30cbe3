import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { IceServer, RelayFrame } from '#shared/protocol/frames.ts';
import type { EndpointId, Instant, RequestId, Seq } from '#shared/protocol/ids.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import type { Clock, OpenRelaySocket, RelayApi, RelaySocket, StoredSession } from '../ports.ts';

type WithoutId<Frame> = Frame extends unknown ? Omit<Frame, 'id'> : never;
type Hello = Extract<ClientFrame, { type: 'hello' }>;
/** A frame that the relay answers, before it has its number. */
export type Request = WithoutId<Exclude<Extract<ClientFrame, { id: RequestId }>, Hello>>;
export type Answer = Extract<RelayFrame, { type: 'ok' | 'sent' | 'devices' | 'one-time-prekeys' | 'room' }>;
/** A refusal keeps the seconds after which the relay may be asked again. */
export type Answered = Outcome<Answer> & { readonly retryAfter?: number };

/** A resume ticket is good for five minutes; the last of them is left to the clocks. */
const RESUME_MS = 240_000;

/** The one socket of this context: gets it a ticket, greets, and gives each request its answer. */
export interface Line {
  /** A new socket in place of the present one. */
  open(session: StoredSession): void;
  close(): void;
  /** The first frame. What was sent before it has waited for it. */
  hello(after: Seq, active: boolean): void;
  /** Dropped where there is no socket. */
  send(frame: ClientFrame): void;
  /** `offline` where there is no socket, or it goes before the answer has come. */
  request(request: Request): Promise<Answered>;
  /** Changes with each socket, and its servers while it lasts; `undefined` until the relay has welcomed it. */
  welcome(): { readonly endpoint: EndpointId; readonly iceServers: readonly IceServer[] } | undefined;
}

export interface LineOptions {
  readonly api: RelayApi;
  readonly openSocket: OpenRelaySocket;
  readonly clock: Clock;
  readonly onFrame: (frame: RelayFrame) => void;
  readonly onClosed: (code: number) => void;
  /** There is no socket to be had with this token. */
  readonly onRefused: (reason: Reason | 'version-mismatch', token: string) => void;
}

/** One attempt and the socket that came of it. */
interface Attempt {
  socket?: RelaySocket;
  greeted: boolean;
  welcomed?: Extract<RelayFrame, { type: 'welcome' }>;
  readonly held: ClientFrame[];
  readonly waiting: Map<RequestId, (answer: Answered) => void>;
}

export const createLine = ({ api, openSocket, clock, onFrame, onClosed, onRefused }: LineOptions): Line => {
  let current: Attempt | undefined;
  /** Of one session: the relay forgets it when that is signed out. */
  let resume: { readonly ticket: string; readonly session: string; readonly until: Instant } | undefined;
  let requests = 0;

  const end = (attempt: Attempt): void => {
    if (current === attempt) current = undefined;
    attempt.socket?.close();
    for (const answer of attempt.waiting.values()) answer(failed('offline'));
    attempt.waiting.clear();
  };

  const answer = (attempt: Attempt, id: RequestId | undefined, answered: Answered): void => {
    if (id === undefined) return;
    attempt.waiting.get(id)?.(answered);
    attempt.waiting.delete(id);
  };

  const hear = (attempt: Attempt, { token }: StoredSession, frame: RelayFrame): void => {
    if (current !== attempt) return;
    if (frame.type === 'welcome') {
      attempt.welcomed = frame;
      resume = { ticket: frame.resume, session: token, until: clock.now() + RESUME_MS };
    } else if (frame.type === 'ice-servers') {
      if (attempt.welcomed) attempt.welcomed = { ...attempt.welcomed, ice_servers: frame.ice_servers };
    } else if (frame.type === 'error') {
      const { retry_after: retryAfter } = frame;
      answer(attempt, frame.id, { ...failed(frame.error_code), ...(retryAfter !== undefined && { retryAfter }) });
    } else if ('id' in frame) {
      answer(attempt, frame.id, { ok: true, value: frame });
    }
    onFrame(frame);
  };

  /** A relay that takes the ticket and not the socket may be one that speaks another version. */
  const isForeign = async (relay: string): Promise<boolean> => {
    const facts = await api.facts(relay);
    return facts.ok && facts.value.protocol !== PROTOCOL_VERSION;
  };

  const connect = (attempt: Attempt, session: StoredSession, ticket: string, resumed: boolean): void => {
    const { relay } = session;
    attempt.socket = openSocket(relay, ticket, {
      frame: (frame) => hear(attempt, session, frame),
      closed: (code) => {
        if (current !== attempt) return;
        if (attempt.welcomed) {
          end(attempt);
          return onClosed(code);
        }
        // The resume ticket may have been forgotten with the relay that gave it.
        if (resumed) return void knock(attempt, session);
        void isForeign(relay).then((foreign) => {
          if (current !== attempt) return;
          end(attempt);
          onRefused(foreign ? 'version-mismatch' : 'offline', session.token);
        });
      },
    });
  };

  const knock = async (attempt: Attempt, session: StoredSession): Promise<void> => {
    const ticket = await api.ticket(session.relay, session.token);
    if (current !== attempt) return;
    if (ticket.ok) return connect(attempt, session, ticket.value, false);
    end(attempt);
    onRefused(ticket.reason, session.token);
  };

  const send = (frame: ClientFrame): void => {
    if (!current) return;
    if (current.greeted) current.socket?.send(frame);
    else current.held.push(frame);
  };

  return {
    open: (session) => {
      if (current) end(current);
      const attempt: Attempt = { greeted: false, held: [], waiting: new Map() };
      current = attempt;
      const kept = resume;
      resume = undefined;
      if (kept && kept.session === session.token && kept.until > clock.now())
        connect(attempt, session, kept.ticket, true);
      else void knock(attempt, session);
    },
    close: () => {
      if (current) end(current);
    },
    hello: (after, active) => {
      if (!current?.welcomed || current.greeted) return;
      current.greeted = true;
      requests += 1;
      current.socket?.send({ type: 'hello', id: String(requests), after, active });
      for (const frame of current.held.splice(0)) current.socket?.send(frame);
    },
    send,
    request: (request) => {
      const attempt = current;
      const welcomed = attempt?.welcomed;
      if (!welcomed) return Promise.resolve(failed('offline'));
      return new Promise((resolve) => {
        requests += 1;
        const id = String(requests);
        const frame = { ...request, id } as ClientFrame;
        // The relay would close the socket, again and again. All of a frame is ASCII: its length is its size.
        if (JSON.stringify(frame).length > welcomed.limits.max_frame_bytes) return resolve(failed('too_large'));
        attempt.waiting.set(id, resolve);
        send(frame);
      });
    },
    welcome: () =>
      current?.welcomed && { endpoint: current.welcomed.endpoint, iceServers: current.welcomed.ice_servers },
  };
};
