import type { PeerEvent } from '../ports.ts';
import { SILENCE_MS, UNHEARD_MS } from './pulse.ts';

// Keeps the path of a call alive (call-flow.md R27, R30): first an ICE restart, then a fresh connection, then nothing.

/** A path that is merely disconnected often comes back by itself. */
export const WAVER_MS = 2_000;
export const RESTART_MS = 15_000;
export const RENEW_MS = 15_000;

export type Recovery =
  | 'connecting' // the first connection is being made
  | 'well'
  | 'seeking' // as well as it looks, ICE starts anew in case it is not: nobody has been told
  | 'wavering' // disconnected for less than WAVER_MS: nobody has been told
  | 'restarting' // the path is lost, ICE starts anew on the same connection
  | 'renewing' // the path is lost, a fresh connection is being made
  | 'failed';

export type RecoveryEvent =
  | 'connected' // media can flow, or something was heard on a path that had gone silent
  | 'disconnected'
  | 'failed'
  | 'quiet' // what was coming has stopped, on a path that looks connected
  | 'silent' // nothing heard for too long on a path that looks connected (R32)
  | 'unheard' // a path that looks connected has never carried anything to here
  | 'gone' // the connection is closed, or the other side has given it up
  | 'asked' // the other side has no connection and wants one
  | 'replaced' // the other side has made a fresh connection
  | 'revive'
  | 'time';

export type RecoveryEffect =
  /** Sets the one timer, in place of any earlier one. */
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'rest' }
  | { readonly type: 'restart' }
  /** As `restart`, of the shares too: nothing tells them that the path is well again. */
  | { readonly type: 'seek' }
  | { readonly type: 'renew' }
  | {
      readonly type: 'tell';
      readonly event: Extract<PeerEvent, { type: 'path-connected' | 'path-lost' | 'path-failed' }>;
    };

type Step = readonly [Recovery, readonly RecoveryEffect[]];

const rest: RecoveryEffect = { type: 'rest' };
const restart: RecoveryEffect = { type: 'restart' };
const seek: RecoveryEffect = { type: 'seek' };
const renew: RecoveryEffect = { type: 'renew' };
const connected: RecoveryEffect = { type: 'tell', event: { type: 'path-connected' } };
const lostFor = (ago: number): RecoveryEffect => ({ type: 'tell', event: { type: 'path-lost', ago } });
const lost = lostFor(0);
const failed: RecoveryEffect = { type: 'tell', event: { type: 'path-failed' } };

const well = (...also: RecoveryEffect[]): Step => ['well', [rest, ...also]];
const restarting = (...also: RecoveryEffect[]): Step => ['restarting', [{ type: 'wait', ms: RESTART_MS }, ...also]];
const renewing = (...also: RecoveryEffect[]): Step => ['renewing', [{ type: 'wait', ms: RENEW_MS }, ...also]];

/** What is not here changes nothing. */
const steps: { readonly [at in Recovery]: { readonly [event in RecoveryEvent]?: Step } } = {
  connecting: {
    connected: well(connected),
    failed: renewing(renew),
    gone: renewing(renew),
    asked: renewing(renew),
    time: renewing(renew),
    revive: renewing(renew),
  },
  well: {
    disconnected: ['wavering', [{ type: 'wait', ms: WAVER_MS }]],
    quiet: ['seeking', [seek]],
    failed: restarting(lost, restart),
    silent: restarting(lostFor(SILENCE_MS), restart),
    unheard: renewing(lostFor(UNHEARD_MS), renew),
    gone: renewing(lost, renew),
    asked: renewing(lost, renew),
    replaced: renewing(lost),
  },
  seeking: {
    connected: well(),
    failed: restarting(lost, restart),
    silent: restarting(lostFor(SILENCE_MS), restart), // the first may have gone by a way that was dead, too
    unheard: renewing(lostFor(UNHEARD_MS), renew),
    revive: ['seeking', [seek]],
    gone: renewing(lost, renew),
    asked: renewing(lost, renew),
    replaced: renewing(lost),
  },
  wavering: {
    connected: well(),
    time: restarting(lostFor(WAVER_MS), restart),
    failed: restarting(lost, restart),
    silent: restarting(lostFor(SILENCE_MS), restart),
    unheard: renewing(lostFor(UNHEARD_MS), renew),
    revive: restarting(lost, restart),
    gone: renewing(lost, renew),
    asked: renewing(lost, renew),
    replaced: renewing(lost),
  },
  restarting: {
    connected: well(connected),
    revive: ['restarting', [restart]],
    time: renewing(renew),
    unheard: renewing(renew),
    gone: renewing(renew),
    asked: renewing(renew),
    replaced: renewing(),
  },
  renewing: {
    connected: well(connected),
    asked: renewing(renew),
    revive: renewing(renew),
    replaced: renewing(),
    time: ['failed', [rest, failed]],
  },
  failed: {
    connected: well(connected),
    asked: renewing(renew),
    revive: renewing(renew),
    replaced: renewing(),
  },
};

/** The state before anything has happened, and what to do first. */
export const begin: Step = ['connecting', [{ type: 'wait', ms: RENEW_MS }]];

export const recover = (state: Recovery, event: RecoveryEvent): Step => steps[state][event] ?? [state, []];
