import type { CallRecord } from '#shared/protocol/call.ts';
import type { CallSummary } from '#shared/protocol/envelope.ts';
import type { CallId, EndpointId } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { Moment } from '../moment.ts';
import { type ActEvent, act } from './acts.ts';
import { type DeviceEvent, devices } from './devices.ts';
import { type CallStep, endedHere, finish, giveUp, isLive } from './endings.ts';
import { moveHere } from './handoff.ts';
import { type HandoverEvent, handover } from './handover.ts';
import { climb, resume } from './ladder.ts';
import { type CallPlace, type CallState, type RelayWays, remember } from './memory.ts';
import { onPeer, type PeerTold } from './path.ts';
import { type PauseEvent, pausing } from './pause.ts';
import { nextRing, onRecord, onSummary } from './record.ts';
import { onLinkUp, onRequestAnswered, type RequestAnswered } from './relay-answers.ts';
import { askForCall, forgetLeft, type ReturnEvent, returning } from './return.ts';
import { type RingEvent, ringing } from './ringing.ts';
import { type ShareEvent, share } from './share.ts';
import { showWaiting, type WaitingEvent, waiting } from './waiting.ts';

export type CallEvent =
  | ActEvent
  | DeviceEvent
  | ShareEvent
  | PauseEvent
  | RingEvent
  | WaitingEvent
  | RequestAnswered
  | { readonly type: 'call-told'; readonly record: CallRecord }
  | { readonly type: 'call-summarised'; readonly summary: CallSummary }
  | PeerTold
  | { readonly type: 'call-link-up'; readonly endpoint: EndpointId; readonly relay: RelayWays }
  | ReturnEvent
  | HandoverEvent
  | { readonly type: 'call-timer' }
  /** The person wants to go on here with the call that another device of theirs is in. */
  | { readonly type: 'call-moved-here' }
  /** The person takes up a call whose path was given up. */
  | { readonly type: 'call-resumed' }
  /** It is over in the context that had it. */
  | { readonly type: 'call-over'; readonly call: CallId }
  /** Signed out: whatever runs here ends. */
  | { readonly type: 'call-dropped' };

const onTimer = (state: CallState, place: CallPlace, now: number): CallStep => {
  const { call } = state;
  switch (call.phase) {
    case 'outgoing': {
      const ending =
        call.stage === 'asking' ? ({ kind: 'refused', reason: 'offline' } as const) : endedHere('no-answer', 'relay');
      return giveUp(state, call, ending, { call: call.call, act: 'call-end' }, place);
    }
    case 'incoming':
      return finish(
        state,
        call,
        call.answering ? { kind: 'refused', reason: 'offline' } : endedHere('no-answer', 'relay'),
      );
    case 'active':
      return climb(state, call, place, now);
    case 'other-context':
      return askForCall(state, call);
    case 'left':
      return forgetLeft(state, call, place);
    case 'none':
    case 'other-device':
    case 'ended':
      return [state, []];
    default:
      return assertNever(call);
  }
};

const endThere = (state: CallState, over: CallId): CallStep => {
  const { call, memory } = state;
  if (call.phase !== 'other-context' || call.call !== over) return [state, []];
  return [{ call: { phase: 'none' }, memory: remember(memory, over, 'over') }, [{ type: 'timer-end', timer: 'call' }]];
};

const drop = (state: CallState): CallStep => {
  const { call } = state;
  if (call.phase === 'none') return [state, []];
  if (!isLive(call)) return [{ ...state, call: { phase: 'none' } }, []];
  const [over, effects] = finish(state, call, endedHere('hang-up', 'me'));
  const farewell = { type: 'peer-message', call: call.call, message: { type: 'hang-up' } } as const;
  return [{ ...over, call: { phase: 'none' } }, call.phase === 'active' ? [farewell, ...effects] : effects];
};

const step = (state: CallState, event: CallEvent & Moment, place: CallPlace): CallStep => {
  switch (event.type) {
    case 'call-started':
    case 'call-answered':
    case 'call-declined':
    case 'call-hung-up':
    case 'call-dismissed':
      return act(state, event, place, event.now);
    case 'deafened-set':
    case 'device-set':
    case 'microphone-toggled':
    case 'device-started':
    case 'device-failed':
    case 'device-found':
      return devices(state, event, place);
    case 'share-asked':
    case 'share-stop-asked':
    case 'share-started':
    case 'share-failed':
    case 'share-ended':
      return share(state, event);
    case 'capture-silenced':
    case 'page-frozen':
    case 'page-resumed':
    case 'page-hidden':
    case 'page-shown':
      return pausing(state, event, place);
    case 'ring-won':
    case 'ring-taken':
    case 'ring-timer':
    case 'ring-seen':
      return ringing(state, event, place);
    case 'waiting-answered':
    case 'waiting-declined':
      return waiting(state, event, place, event.now);
    case 'call-request-answered':
      return onRequestAnswered(state, event, event.now);
    case 'call-told':
      return onRecord(state, event.record, place, event.now);
    case 'call-summarised':
      return onSummary(state, event.summary, place);
    case 'peer':
      return onPeer(state, event, place, event.now);
    case 'call-link-up':
      return onLinkUp(state, event.endpoint, event.relay, place);
    case 'call-left':
    case 'call-claimed':
      return returning(state, event);
    case 'handover-asked':
    case 'handover-told':
      return handover(state, event, place, event.now);
    case 'call-moved-here':
      return moveHere(state, place, event.now);
    case 'call-resumed':
      return resume(state, event.now);
    case 'call-timer':
      return onTimer(state, place, event.now);
    case 'call-over':
      return endThere(state, event.call);
    case 'call-dropped':
      return drop(state);
    default:
      return assertNever(event);
  }
};

export type CallMachine = (state: CallState, event: CallEvent & Moment, place: CallPlace) => CallStep;

/** The call of this context. Whoever calls meanwhile is shown; when it is over, they ring. */
export const call: CallMachine = (state, event, place) => {
  const [next, effects] = step(state, event, place);
  // Time alone ends what nobody has ended.
  const isSame = next.call === state.call && next.memory === state.memory && event.type !== 'ring-timer';
  if (isSame || event.type === 'call-dropped') return [next, effects];
  const look = next.call.phase === 'active' ? showWaiting : nextRing;
  const [after, more] = look(next, place, event.now);
  return [after, more.length === 0 ? effects : [...effects, ...more]];
};
