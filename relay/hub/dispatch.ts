import { type ClientFrame, clientFrame } from '#shared/protocol/client-frames.ts';
import { closeCode } from '#shared/protocol/errors.ts';
import { StoreError } from '../store/store.ts';
import { type Endpoint, type Pace, sinceOpened } from './endpoint.ts';
import { fits } from './fits.ts';
import type { HandledFrame, Handler, Handlers, Hub } from './hub.ts';
import type { Limits } from './limits.ts';
import type { Person } from './people.ts';
import { readSend, type SendText, sendText } from './send-text.ts';
import { readSignal, type SignalHead } from './signal-text.ts';
import { fullBucket, take } from './token-bucket.ts';

const MAX_DROPPED = 200;

export interface Dispatch {
  /** A text frame from this endpoint. */
  receive(endpoint: Endpoint, text: string): void;
  /** Handles what came while the endpoint was greeted. */
  catchUp(endpoint: Endpoint): void;
}

export interface DispatchOptions {
  readonly hub: Hub;
  readonly handlers: Handlers;
  readonly hello: (endpoint: Endpoint, frame: Extract<ClientFrame, { type: 'hello' }>) => void;
  readonly limits: Limits;
  readonly clock: () => number;
  readonly onError: (error: unknown) => void;
}

const SIGNALS: ReadonlySet<unknown> = new Set(['offer', 'answer', 'candidate', 'restart', 'leave', 'room-signal']);

const isFrame = fits(clientFrame);

/** Zod is asked only where something is wrong, for what it is. */
const read = (raw: unknown) =>
  isFrame(raw) ? ({ success: true, data: raw as ClientFrame } as const) : clientFrame.safeParse(raw);

/** The frames that come by the thousand, without building them. */
const readQuickly = (text: string): SignalHead | SendText | undefined => readSignal(text) ?? readSend(text);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= 32 ? value : undefined;

/** From a frame's text to the feature that handles it: rate, shape, phase. */
export const createDispatch = ({ hub, handlers, hello, limits, clock, onError }: DispatchOptions): Dispatch => {
  /** Seconds to wait, 0 where the frame is within its rate. */
  const overRate = ({ frames, signals }: Pace, person: Person, signal: boolean, now: number): number => {
    if (signal) return take(signals, limits.signals, now);
    person.frames ??= fullBucket(limits.framesOfAccount, now);
    return take(frames, limits.frames, now) || take(person.frames, limits.framesOfAccount, now);
  };

  /** Whether the frame is over its rate. With an id it is refused, and too many in a row end the socket. */
  const isDropped = (endpoint: Endpoint, signal: boolean, id: string | undefined, now: number): boolean => {
    endpoint.pace ??= { frames: fullBucket(limits.frames, now), signals: fullBucket(limits.signals, now), dropped: 0 };
    const { pace } = endpoint;
    const retryAfter = overRate(pace, endpoint.device.person, signal, now);
    pace.dropped = retryAfter > 0 ? pace.dropped + 1 : 0;
    if (retryAfter === 0) return false;
    if (pace.dropped >= MAX_DROPPED) hub.close(endpoint, closeCode.rateLimited, 'too many frames');
    else if (id !== undefined) hub.refuse(endpoint, id, 'rate_limited', 'too many frames', retryAfter);
    return true;
  };

  const failed = (endpoint: Endpoint, frame: HandledFrame, error: unknown): void => {
    if (!(error instanceof StoreError)) onError(error);
    const reason = error instanceof StoreError ? error.reason : 'internal';
    hub.refuse(endpoint, 'id' in frame ? frame.id : undefined, reason, `${frame.type} was not done`);
  };

  const handle = (endpoint: Endpoint, frame: HandledFrame, text: string): void => {
    if (frame.type === 'ping') return hub.write(endpoint, '{"type":"pong"}');
    if (frame.type === 'hello') return hub.refuse(endpoint, frame.id, 'bad_request', 'type: hello was sent before');
    try {
      const handler = handlers[frame.type] as Handler<HandledFrame>; // its parameter is the member of the union with this type
      handler(endpoint, frame, text)?.catch((error: unknown) => failed(endpoint, frame, error));
    } catch (error) {
      failed(endpoint, frame, error);
    }
  };

  return {
    receive(endpoint, text) {
      const now = clock();
      endpoint.heardAfter = sinceOpened(endpoint, now);
      const quick = endpoint.phase === 'ready' ? readQuickly(text) : undefined;
      if (quick) {
        const dropped =
          quick.type === 'send' ? isDropped(endpoint, false, quick.id, now) : isDropped(endpoint, true, undefined, now);
        return dropped ? undefined : handle(endpoint, quick, text);
      }
      let raw: unknown;
      try {
        raw = JSON.parse(text);
      } catch {
        return hub.close(endpoint, closeCode.protocolError, 'not JSON');
      }
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
        return hub.close(endpoint, closeCode.protocolError, 'not a JSON object');
      const { type, id } = raw as { type?: unknown; id?: unknown };

      if (isDropped(endpoint, SIGNALS.has(type), textOf(id), now)) return;
      const parsed = read(raw);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        return hub.refuse(
          endpoint,
          textOf(id),
          'bad_request',
          `${issue?.path.join('.') || 'type'}: ${issue?.message ?? 'unknown'}`,
        );
      }
      const frame = parsed.data.type === 'send' ? sendText(parsed.data) : parsed.data;
      if (endpoint.phase === 'ready') handle(endpoint, frame, text);
      else if (endpoint.phase === 'greeting') {
        endpoint.early ??= [];
        endpoint.early.push([frame, text]);
      } else if (endpoint.phase === 'opened') {
        if (frame.type === 'hello') hello(endpoint, frame);
        else
          hub.refuse(endpoint, 'id' in frame ? frame.id : undefined, 'bad_request', 'type: the first frame is hello');
      }
    },
    catchUp(endpoint) {
      const early = endpoint.early ?? [];
      endpoint.early = undefined;
      for (const [frame, text] of early) handle(endpoint, frame, text);
    },
  };
};
