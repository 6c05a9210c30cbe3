import type { CallId } from '#shared/protocol/ids.ts';
import type { CallInOtherContext, LeftCall } from './call.ts';
import type { CallEffect } from './effects.ts';
import { type CallStep, say } from './endings.ts';
import { RESUMABLE_MS } from './ladder.ts';
import type { CallPlace, CallState } from './memory.ts';

// A page that is loaded again, or whose browser has crashed, and what becomes of its call (call-flow.md R18).

/** How long another context of this device has to say that it lives, before this one asks for its call. */
export const PATIENCE_MS = 1_000;

export type ReturnEvent =
  /** This page goes, and may be loaded again. */
  | { readonly type: 'call-left' }
  /** No other living context of this device has the call. */
  | { readonly type: 'call-claimed'; readonly call: CallId; readonly muted: boolean };

const claim = (call: CallId): CallEffect => ({ type: 'call-claim', call });

/** The context that has the call has had its time to say so. */
export const askForCall = (state: CallState, call: CallInOtherContext): CallStep => [
  state,
  call.answeredAt === undefined ? [] : [claim(call.call)],
];

/** The page that had the call is gone; this one can take its place, and the other side may know that. */
const find = (state: CallState, { peer, role, answeredAt, ...call }: CallInOtherContext, muted: boolean): CallStep => {
  if (!peer || !role || answeredAt === undefined) return [state, []];
  const { call: id, version, person, media } = call;
  const left: LeftCall = { phase: 'left', call: id, version, person, media, role, peer, answeredAt, muted };
  return [
    { ...state, call: left },
    [
      { type: 'call-request', frame: { type: 'call-join', call: id } },
      { type: 'timer', timer: 'call', ms: RESUMABLE_MS },
    ],
  ];
};

/** Nobody has gone back. */
export const forgetLeft = (state: CallState, call: LeftCall, place: CallPlace): CallStep =>
  say({ ...state, call: { phase: 'none' } }, { call: call.call, act: 'call-end', reason: 'reconnect-failed' }, place);

export const returning = (state: CallState, event: ReturnEvent): CallStep => {
  const { call } = state;
  if (event.type === 'call-claimed') {
    return call.phase === 'other-context' && call.call === event.call ? find(state, call, event.muted) : [state, []];
  }
  if (call.phase !== 'active') return [state, []];
  return [state, [{ type: 'peer-message', call: call.call, message: { type: 'leaving' } }]];
};
