import type { CallId } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { ActiveCall } from './call.ts';
import type { CallEffect, CaptureDevice } from './effects.ts';
import type { CallStep } from './endings.ts';
import type { CallPlace, CallState } from './memory.ts';

// A phone that is locked takes the microphone from the page, or stops the page altogether. The other side is told so, and
// when somebody looks again everything is as it was (call-flow.md R33). A page that is merely in the background goes on.

export type PauseEvent =
  /** The system has silenced or ended what was captured. */
  | { readonly type: 'capture-silenced'; readonly call: CallId; readonly device: CaptureDevice }
  /** The browser stops this page, or lets it go on. */
  | { readonly type: 'page-frozen' }
  | { readonly type: 'page-resumed' }
  /** Nobody looks at this context any more, or somebody does. */
  | { readonly type: 'page-hidden' }
  | { readonly type: 'page-shown' };

const tell = (call: ActiveCall, paused: boolean): CallEffect => ({
  type: 'peer-message',
  call: call.call,
  message: { type: 'paused', paused },
});

export const pause = (state: CallState): CallStep => {
  const { call } = state;
  if (call.phase !== 'active' || call.paused) return [state, []];
  return [{ ...state, call: { ...call, paused: true } }, [tell(call, true)]];
};

const unpause = (state: CallState): CallStep => {
  const { call } = state;
  if (call.phase !== 'active' || !call.paused) return [state, []];
  const { paused: _, ...next } = call;
  const captures = (['microphone', 'camera'] as const)
    .filter((device) => call[device].state === 'on')
    .map((device): CallEffect => ({ type: 'capture', call: call.call, device }));
  return [{ ...state, call: next }, [...captures, tell(call, false)]];
};

/** While nobody looked, the network may have gone, too. */
const wake = (state: CallState): CallStep => {
  if (state.call.phase !== 'active') return [state, []];
  const [next, effects] = unpause(state);
  return [next, [{ type: 'peer-revival', call: state.call.call }, ...effects]];
};

export const pausing = (state: CallState, event: PauseEvent, { visible }: CallPlace): CallStep => {
  const { call } = state;
  switch (event.type) {
    case 'capture-silenced':
      return call.phase === 'active' && call.call === event.call && !visible ? pause(state) : [state, []];
    case 'page-frozen':
      return pause(state);
    case 'page-hidden':
      // It may have been silenced a moment ago.
      return [state, call.phase === 'active' ? [{ type: 'captures-look', call: call.call }] : []];
    case 'page-resumed':
      return visible ? wake(state) : [state, []];
    case 'page-shown':
      return wake(state);
    default:
      return assertNever(event);
  }
};
