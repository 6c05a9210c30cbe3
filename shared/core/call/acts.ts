import type { CallMedia } from '#shared/protocol/call.ts';
import type { AccountId, CallId, Instant } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import { beginAgain, beginEarlyAsCallee, takesMore } from './begin.ts';
import type { CallEnding, LocalDevice } from './call.ts';
import type { CallEffect } from './effects.ts';
import { type CallStep, endedHere, giveUp, say, secondsSince } from './endings.ts';
import type { CallPlace, CallState } from './memory.ts';
import { pathForAnswer } from './warm-up.ts';

// What a person does to a call.

/** How long a call may wait for the relay to hear of it. */
export const ASKING_MS = 10_000;

export type ActEvent =
  | { readonly type: 'call-started'; readonly call: CallId; readonly person: AccountId; readonly media: CallMedia }
  /** `call` where another context of this device passes on the answer. */
  | { readonly type: 'call-answered'; readonly media: CallMedia; readonly call?: CallId }
  | { readonly type: 'call-declined' }
  /** `call` where another context of this device passes it on. */
  | { readonly type: 'call-hung-up'; readonly call?: CallId }
  | { readonly type: 'call-dismissed' };

const starting: LocalDevice = { state: 'starting' };
const off: LocalDevice = { state: 'off' };

const start = (
  state: CallState,
  { call, person, media }: Extract<ActEvent, { type: 'call-started' }>,
  place: CallPlace,
  now: Instant,
): CallStep => {
  if (!place.calling) return [state, []];
  const { phase } = state.call;
  if (phase === 'incoming' && state.call.person === person) return answer(state, media, place, now);
  if (phase === 'left' && state.call.person === person) return beginAgain(state, state.call, now);
  if (phase !== 'none' && phase !== 'ended') return [state, [{ type: 'notice', reason: 'already_in_call' }]];
  if (place.link === 'offline' || place.link === 'signed-out') {
    const reason = place.link === 'offline' ? 'offline' : 'unauthorized';
    const ending: CallEnding = { kind: 'refused', reason };
    return [{ ...state, call: { phase: 'ended', role: 'caller', call, version: 0, person, media, ending } }, []];
  }
  const camera = media === 'video' ? starting : off;
  const captures: readonly CallEffect[] = media === 'video' ? [{ type: 'capture', call, device: 'camera' }] : [];
  return [
    {
      ...state,
      call: {
        phase: 'outgoing',
        call,
        version: 0,
        person,
        media,
        stage: 'asking',
        devices: 0,
        since: now,
        warm: [],
        microphone: starting,
        camera,
      },
    },
    [
      ...(place.link === 'online'
        ? [
            {
              type: 'call-request',
              frame: { type: 'call-invite', call, callee: person, media, ...takesMore(place) },
            } as const,
          ]
        : []),
      { type: 'timer', timer: 'call', ms: ASKING_MS },
      { type: 'calling', person },
      { type: 'tone', tone: 'calling' },
      { type: 'capture', call, device: 'microphone' },
      ...captures,
    ],
  ];
};

/**
 * Goes out at once; microphone and camera follow when the relay has said that we were the first, or at once where nobody
 * else can be.
 */
export const answer = (state: CallState, media: CallMedia, place: CallPlace, now: Instant): CallStep => {
  const { call } = state;
  if (call.phase !== 'incoming' || call.answering) return [state, []];
  if (!place.calling) {
    return [state, [{ type: 'window-message', message: { type: 'answer-call', call: call.call, media } }]];
  }
  const accept: CallEffect = {
    type: 'call-request',
    frame: { type: 'call-accept', call: call.call, ...takesMore(place) },
  };
  const warm = pathForAnswer(call, state, place);
  if (warm) {
    const [begun, effects] = beginEarlyAsCallee(state, call, warm, media === 'video', now);
    return [begun, [...effects, accept]];
  }
  return [
    { ...state, call: { ...call, answering: media } },
    [...(place.link === 'online' ? [accept] : []), { type: 'tone', tone: 'silence' }],
  ];
};

export const decline = (state: CallState, place: CallPlace): CallStep => {
  const { call } = state;
  if (call.phase !== 'incoming') return [state, []];
  // Once the answer is out the call may be established already: then only hanging up ends it.
  return call.answering
    ? giveUp(state, call, endedHere('hang-up', 'me'), { call: call.call, act: 'call-end' }, place)
    : giveUp(state, call, endedHere('declined', 'me'), { call: call.call, act: 'call-decline' }, place);
};

export const hangUp = (state: CallState, place: CallPlace, now: Instant): CallStep => {
  const { call } = state;
  switch (call.phase) {
    case 'incoming':
      return decline(state, place);
    case 'outgoing':
      return giveUp(state, call, endedHere('cancelled', 'me'), { call: call.call, act: 'call-end' }, place);
    case 'active': {
      const ending = endedHere('hang-up', 'me', secondsSince(call.answeredAt, now));
      const [next, effects] = giveUp(state, call, ending, { call: call.call, act: 'call-end' }, place);
      return [next, [{ type: 'peer-message', call: call.call, message: { type: 'hang-up' } }, ...effects]];
    }
    case 'other-context': {
      // Whoever has the call may be out of the relay's reach, and go on talking.
      const [said, effects] = say(state, { call: call.call, act: 'call-end' }, place);
      return [said, [{ type: 'window-message', message: { type: 'hang-up', call: call.call } }, ...effects]];
    }
    case 'left':
      return say(state, { call: call.call, act: 'call-end' }, place);
    case 'none':
    case 'other-device':
    case 'ended':
      return [state, []];
    default:
      return assertNever(call);
  }
};

export const act = (state: CallState, event: ActEvent, place: CallPlace, now: Instant): CallStep => {
  const { call } = state;
  switch (event.type) {
    case 'call-started':
      return start(state, event, place, now);
    case 'call-answered':
      return event.call === undefined || (call.phase === 'incoming' && call.call === event.call)
        ? answer(state, event.media, place, now)
        : [state, []];
    case 'call-declined':
      return decline(state, place);
    case 'call-hung-up': {
      const isMine = call.phase === 'outgoing' || call.phase === 'active';
      return event.call === undefined || (isMine && call.call === event.call) ? hangUp(state, place, now) : [state, []];
    }
    case 'call-dismissed':
      return [call.phase === 'ended' ? { ...state, call: { phase: 'none' } } : state, []];
    default:
      return assertNever(event);
  }
};
