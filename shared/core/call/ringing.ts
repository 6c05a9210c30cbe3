import type { CallId } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { IncomingCall } from './call.ts';
import type { CallEffect } from './effects.ts';
import type { CallStep } from './endings.ts';
import type { CallPlace, CallState } from './memory.ts';
import { warmUp } from './warm-up.ts';

// One device rings once: the first page that is looked at takes the ring and tells the device's other contexts.

export type RingEvent =
  /** This context holds the one ring of the device. */
  | { readonly type: 'ring-won'; readonly call: CallId }
  | { readonly type: 'ring-taken'; readonly call: CallId }
  | { readonly type: 'ring-timer' }
  /** Someone looks at this context. */
  | { readonly type: 'ring-seen' };

const claim = (state: CallState, call: IncomingCall): CallStep => [state, [{ type: 'ring-claim', call: call.call }]];

export const ringing = (state: CallState, event: RingEvent, place: CallPlace): CallStep => {
  const { call, memory } = state;
  if (event.type === 'ring-taken') {
    if (memory.ringTaken === event.call) return [state, []];
    const taken = { ...state, memory: { ...memory, ringTaken: event.call } };
    // A context that can call holds a lock on its ring: it cannot have been taken from it.
    const yields = call.phase === 'incoming' && call.call === event.call && call.ringsHere && !place.calling;
    return [yields ? { ...taken, call: { ...call, ringsHere: false } } : taken, []];
  }
  if (call.phase !== 'incoming' || call.ringsHere) return [state, []];
  switch (event.type) {
    case 'ring-won': {
      if (event.call !== call.call) return [state, []];
      const taken: CallEffect = { type: 'window-message', message: { type: 'ring-taken', call: call.call } };
      if (call.answering) return [{ ...state, call: { ...call, ringsHere: true } }, [taken]];
      const [warm, effects] = warmUp({ ...call, ringsHere: true }, state, place);
      const tone: readonly CallEffect[] = call.silent ? [] : [{ type: 'tone', tone: 'ring' }];
      return [{ ...state, call: warm }, [...tone, taken, ...effects]];
    }
    case 'ring-timer':
      if (place.calling) return claim(state, call);
      return [memory.ringTaken === call.call ? state : { ...state, call: { ...call, ringsHere: true } }, []];
    case 'ring-seen':
      return place.calling ? claim(state, call) : [state, []];
    default:
      return assertNever(event);
  }
};
