import type { CallId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import { type ActiveCall, isOn, type LeftCall, type OutgoingCall } from './call.ts';
import { devices, isMissed } from './devices.ts';
import type { CaptureDevice } from './effects.ts';
import type { CallStep } from './endings.ts';
import type { CallMemory, CallPlace, CallState } from './memory.ts';
import { isUntold } from './untold.ts';

// What was on at the device that a call was moved from is on at the new one (call-flow.md R19). Nobody else is asked:
// neither the relay nor the other side of the call may open a microphone. Until the former device has said so, nothing is
// captured, and where it does not say so soon, nothing is until the person wants it.

/** What the person had on. A microphone that is on while they are deafened is on again after it. */
export interface Had {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly deafened: boolean;
}

export type HandoverEvent =
  /** By another device of this person. `nonce` makes the answer one to this question. */
  | { readonly type: 'handover-asked'; readonly call: CallId; readonly by: DeviceId; readonly nonce: string }
  | { readonly type: 'handover-told'; readonly call: CallId; readonly by: DeviceId; readonly had: Had };

type CallFromHere = OutgoingCall | ActiveCall | LeftCall;

/** Of a call that is moved away in this moment. One who was heard until the microphone was unplugged wants to be heard. */
const hadIn = (call: CallFromHere): Had => {
  if (call.phase === 'left') return { microphone: !call.muted, camera: false, deafened: false };
  const microphone = isOn(call.microphone) || isMissed(call, 'microphone');
  const camera = isOn(call.camera);
  if (call.phase === 'outgoing') return { microphone, camera, deafened: false };
  const { deafened, speaksAgain, resumable } = call;
  return {
    microphone: microphone || speaksAgain === true || resumable?.microphone === true,
    camera: camera || resumable?.camera === true,
    deafened,
  };
};

/** It goes to this device of the same person. */
export const handOver = (memory: CallMemory, call: CallFromHere, to: DeviceId): CallMemory => ({
  ...memory,
  handedOver: { call: call.call, to, had: hadIn(call) },
});

const goOnAs = (
  state: CallState,
  { undecided: _, ...call }: ActiveCall,
  { microphone, camera, deafened }: Had,
  place: CallPlace,
): CallStep => {
  const begun: CallState = { ...state, call: { ...call, deafened, speaksAgain: deafened && microphone } };
  const on: readonly CaptureDevice[] = [
    ...(microphone && !deafened ? (['microphone'] as const) : []),
    ...(camera ? (['camera'] as const) : []),
  ];
  return on.reduce<CallStep>(
    ([before, effects], device) => {
      const [after, more] = devices(before, { type: 'device-set', device, on: true }, place);
      return [after, [...effects, ...more]];
    },
    [begun, []],
  );
};

export const handover = (state: CallState, event: HandoverEvent, place: CallPlace, now: Instant): CallStep => {
  const { call } = state;
  if (event.type === 'handover-asked') {
    const { by, nonce } = event;
    const { handedOver } = state.memory;
    return handedOver?.call === event.call && handedOver.to === by
      ? [state, [{ type: 'handover-tell', call: event.call, to: by, nonce, had: handedOver.had }]]
      : [state, []];
  }
  if (call.phase !== 'active' || call.call !== event.call || call.movingFrom !== undefined) return [state, []];
  const isAwaited = call.undecided?.from === event.by && !isUntold(call, now);
  return isAwaited ? goOnAs(state, call, event.had, place) : [state, []];
};
