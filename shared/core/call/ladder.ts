import type { Instant } from '#shared/protocol/ids.ts';
import { beginAgain } from './begin.ts';
import { type ActiveCall, isOn, type LossTold } from './call.ts';
import { devicesMessage } from './devices.ts';
import type { CallEffect } from './effects.ts';
import { type CallStep, endedHere, giveUp, secondsSince } from './endings.ts';
import { onMoveRefused } from './handoff.ts';
import type { CallPlace, CallState } from './memory.ts';
import { endOfShares, nothingShared } from './share.ts';

// What a person is told of a lost path, step by step, and when it is given up (call-flow.md R29).

const UNTOLD_MS = 2_000;
/** Each way of telling it, until the loss has lasted so many milliseconds. */
const RUNGS: readonly { readonly told: LossTold; readonly until: number }[] = [
  { told: 'nobody', until: UNTOLD_MS },
  { told: 'word', until: 10_000 },
  { told: 'question', until: 30_000 },
];
/** A phone that is locked may be unlocked again: nothing is wrong, and nobody is asked (R33). */
const ASLEEP: typeof RUNGS = [{ told: 'nobody', until: 120_000 }];
/** So long a page takes to be loaded again, at most; one that takes longer was closed. */
const RELOAD_MS = 10_000;
/** A call whose path was given up can be taken up again until the loss has lasted so long. */
export const RESUMABLE_MS = 120_000;

const timer = (ms: number): CallEffect => ({ type: 'timer', timer: 'call', ms });

/** Nobody knows whether the person still sits there: nothing of theirs is captured until they say so. */
const lose = (state: CallState, call: ActiveCall, since: Instant, now: Instant): CallStep => {
  const { localStream: _, ...rest } = call;
  const lost: ActiveCall = {
    ...rest,
    path: { state: 'lost', since },
    troubled: true,
    resumable: { microphone: isOn(call.microphone), camera: isOn(call.camera) },
    microphone: { state: 'off' },
    camera: { state: 'off' },
    ...nothingShared,
  };
  return [
    { ...state, call: lost },
    [
      timer(since + RESUMABLE_MS - now),
      { type: 'captures-end' },
      ...endOfShares(call),
      { type: 'peer-message', call: call.call, message: devicesMessage(lost) },
      { type: 'loss-tone' },
    ],
  ];
};

/** The path has been lost since then, and is sought. */
export const seek = (state: CallState, call: ActiveCall, since: Instant, now: Instant): CallStep => {
  const rung = (call.remotePaused ? ASLEEP : RUNGS).find(({ until }) => now - since < until);
  if (!rung) return lose(state, call, since, now);
  const { told, until } = rung;
  const { path } = call;
  const wasTold = path.state === 'lost' || (path.state === 'reconnecting' && path.told !== 'nobody');
  return [
    {
      ...state,
      call: {
        ...call,
        path: { state: 'reconnecting', since, told },
        ...(told === 'question' && { troubled: true }),
      },
    },
    [timer(since + until - now), ...(told === 'nobody' || wasTold ? [] : [{ type: 'loss-tone' } as const])],
  ];
};

/**
 * There was a path and it did not come back, or there never was one. A call that came here from another device, or from
 * a page that is gone, and finds none is not over: until its time is up the person can try again here, or move it on, back
 * to where it came from, too.
 */
const end = (state: CallState, call: ActiveCall, place: CallPlace, now: Instant): CallStep => {
  if (call.movingFrom !== undefined) return onMoveRefused(state, call, 'offline');
  if (call.path.state === 'connecting' && call.arrived) return lose(state, call, call.path.since, now);
  const reason = call.path.state === 'connecting' ? 'failed-media' : 'reconnect-failed';
  const ending = endedHere(reason, 'relay', secondsSince(call.answeredAt, now));
  return giveUp(state, call, ending, { call: call.call, act: 'call-end', reason }, place);
};

/** The other side's page goes, and may be loaded again (R18). */
export const onLeaving = (state: CallState, call: ActiveCall, now: Instant): CallStep => [
  { ...state, call: { ...call, path: { state: 'left', since: now } } },
  [timer(RELOAD_MS)],
];

/** It is there again: the path will be made anew when its person goes back. */
export const onReturned = (state: CallState, call: ActiveCall, now: Instant): CallStep =>
  call.path.state === 'left' ? seek(state, call, call.path.since, now) : [state, []];

const onNotReturned = (state: CallState, call: ActiveCall, place: CallPlace, now: Instant): CallStep => {
  const ending = endedHere('hang-up', 'them', secondsSince(call.answeredAt, now));
  return giveUp(state, call, ending, { call: call.call, act: 'call-end' }, place);
};

/** Time has passed without a path. */
export const climb = (state: CallState, call: ActiveCall, place: CallPlace, now: Instant): CallStep => {
  switch (call.path.state) {
    case 'connected':
      return [state, []];
    case 'reconnecting':
      return seek(state, call, call.path.since, now);
    case 'left':
      return onNotReturned(state, call, place, now);
    case 'connecting':
    case 'lost':
      return end(state, call, place, now);
  }
};

/** Whatever could be tried has been. */
export const onPathFailed = (state: CallState, call: ActiveCall, place: CallPlace, now: Instant): CallStep => {
  if (call.path.state === 'connecting') return end(state, call, place, now);
  return [state, call.path.state === 'reconnecting' ? [{ type: 'peer-revival', call: call.call }] : []];
};

const NOTHING = { microphone: false, camera: false };

/** The person takes up a call that was given up; perhaps the other side has done so already. */
export const resume = (state: CallState, now: Instant): CallStep => {
  const { call } = state;
  if (call.phase === 'left') return beginAgain(state, call, now);
  if (call.phase !== 'active' || (call.path.state !== 'lost' && !call.resumable)) return [state, []];
  const { resumable = NOTHING, ...rest } = call;
  const { camera } = resumable;
  // Whoever hears nobody is not heard either.
  const microphone = resumable.microphone && !call.deafened;
  const resumed: ActiveCall = {
    ...rest,
    ...(resumable.microphone && call.deafened && { speaksAgain: true }),
    microphone: microphone ? { state: 'starting' } : call.microphone,
    camera: camera ? { state: 'starting' } : call.camera,
  };
  const captures: readonly CallEffect[] = [
    ...(microphone ? [{ type: 'capture', call: call.call, device: 'microphone' } as const] : []),
    ...(camera ? [{ type: 'capture', call: call.call, device: 'camera' } as const] : []),
  ];
  if (call.path.state !== 'lost') return [{ ...state, call: resumed }, captures];
  // They have been told already.
  const [sought, effects] = seek(state, resumed, now - UNTOLD_MS, now);
  return [sought, [...effects, { type: 'peer-revival', call: call.call }, ...captures]];
};
