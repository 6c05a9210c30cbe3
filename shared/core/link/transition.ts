import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import { closeCode } from '#shared/protocol/errors.ts';
import type { EndpointId, Instant } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { Moment, Step } from '../moment.ts';
import type { Reason } from '../reason.ts';
import type { Link, LinkEnd } from './link.ts';

/** Waits before each new attempt; the last one repeats (call-flow.md R31). */
export const RETRY_MS: readonly number[] = [0, 300, 1_200, 2_700, 4_800, 7_000];
export const PING_MS = 20_000;
/** With {@link PING_MS} a dead socket is noticed within 30 s. */
export const PONG_MS = 10_000;
/** A socket that has outlived its network answers soon or never. */
export const CHECK_MS = 2_000;
export const CONNECT_MS = 10_000;

export type LinkEvent =
  | { readonly type: 'link-wanted' }
  | { readonly type: 'link-ended'; readonly end: LinkEnd }
  | { readonly type: 'link-refused'; readonly reason: Reason | 'version-mismatch' }
  | { readonly type: 'link-closed'; readonly code: number }
  | { readonly type: 'link-welcomed'; readonly endpoint: EndpointId; readonly serverTime: Instant }
  | { readonly type: 'link-heard' }
  | { readonly type: 'link-leave-taken'; readonly retryAfter: number }
  | { readonly type: 'link-timer' }
  /** The browser is back on a network, or the person is back at the device. */
  | { readonly type: 'network-returned' };

export type LinkEffect =
  | { readonly type: 'socket' }
  | { readonly type: 'socket-end' }
  | { readonly type: 'frame'; readonly frame: Extract<ClientFrame, { type: 'ping' }> }
  | { readonly type: 'timer'; readonly timer: 'link'; readonly ms: number }
  | { readonly type: 'timer-end'; readonly timer: 'link' };

type LinkStep = Step<Link, LinkEffect>;

const wait = (ms: number): LinkEffect => ({ type: 'timer', timer: 'link', ms });
const ping: LinkEffect = { type: 'frame', frame: { type: 'ping' } };

const connect = (attempt: number, since: Instant): LinkStep => [
  { state: 'connecting', attempt, since },
  [{ type: 'socket' }, wait(CONNECT_MS)],
];

const end = (link: Link, reason: LinkEnd): LinkStep =>
  link.state === 'idle' || (link.state === 'closed' && link.end === reason)
    ? [link, []]
    : [{ state: 'closed', end: reason }, [{ type: 'socket-end' }, { type: 'timer-end', timer: 'link' }]];

const backOff = (attempt: number, since: Instant, ms: number, { now, jitter }: Moment): LinkStep => [
  { state: 'backing-off', attempt, since, until: now + ms + jitter },
  [{ type: 'socket-end' }, wait(ms + jitter)],
];

const LAST = RETRY_MS.length - 1;

/** A relay that has turned this client away for what it did is not asked again at once. */
const firstAttempt = (code: number): number =>
  code === closeCode.protocolError || code === closeCode.rateLimited || code === closeCode.tooSlow ? LAST : 0;

const lose = (link: Link, code: number, moment: Moment): LinkStep => {
  switch (link.state) {
    case 'online': {
      const attempt = firstAttempt(code);
      return backOff(attempt, moment.now, link.awayFor ?? RETRY_MS[attempt] ?? 0, moment);
    }
    case 'connecting': {
      const attempt = Math.min(link.attempt + 1, LAST);
      return backOff(attempt, link.since, RETRY_MS[attempt] ?? 0, moment);
    }
    case 'idle':
    case 'backing-off':
    case 'closed':
      return [link, []];
    default:
      return assertNever(link);
  }
};

const onTimer = (link: Link, moment: Moment): LinkStep => {
  switch (link.state) {
    case 'connecting':
      return lose(link, 1006, moment);
    case 'backing-off':
      return connect(link.attempt, link.since);
    case 'online':
      return link.pulse === 'heard' ? [{ ...link, pulse: 'asked' }, [ping, wait(PONG_MS)]] : lose(link, 1006, moment);
    case 'idle':
    case 'closed':
      return [link, []];
    default:
      return assertNever(link);
  }
};

export const link = (state: Link, event: LinkEvent & Moment): LinkStep => {
  switch (event.type) {
    case 'link-wanted':
      return state.state === 'idle' || state.state === 'closed' ? connect(0, event.now) : [state, []];
    case 'link-ended':
      return end(state, event.end);
    case 'link-refused':
      if (state.state !== 'connecting') return [state, []];
      if (event.reason === 'unauthorized') return end(state, 'session-ended');
      if (event.reason === 'version-mismatch') return end(state, event.reason);
      if (event.reason === 'account_disabled') return end(state, 'disabled');
      return lose(state, 1006, event);
    case 'link-closed':
      if (state.state !== 'connecting' && state.state !== 'online') return [state, []];
      if (event.code === closeCode.disabled) return end(state, 'disabled');
      return event.code === closeCode.signedOut ? end(state, 'session-ended') : lose(state, event.code, event);
    case 'link-welcomed':
      if (state.state !== 'connecting') return [state, []];
      return [
        { state: 'online', endpoint: event.endpoint, skew: event.serverTime - event.now, pulse: 'heard' },
        [wait(PING_MS)],
      ];
    case 'link-heard':
      return state.state === 'online' && state.pulse === 'asked'
        ? [{ ...state, pulse: 'heard' }, [wait(PING_MS)]]
        : [state, []];
    case 'link-leave-taken':
      return state.state === 'online' ? [{ ...state, awayFor: event.retryAfter * 1_000 }, []] : [state, []];
    case 'link-timer':
      return onTimer(state, event);
    case 'network-returned':
      if (state.state === 'backing-off') return connect(0, state.since);
      // They may have been let in again meanwhile.
      if (state.state === 'closed' && state.end === 'disabled') return connect(0, event.now);
      // An attempt from before may wait for a network that is gone.
      if (state.state === 'connecting' && event.now - state.since > CHECK_MS) return connect(0, state.since);
      if (state.state === 'online') return [{ ...state, pulse: 'asked' }, [ping, wait(CHECK_MS)]];
      return [state, []];
    default:
      return assertNever(event);
  }
};
