import { assertNever } from '../assert-never.ts';
import type { Quality } from '../quality/quality.ts';
import type { Reason } from '../reason.ts';
import {
  type ActiveCall,
  type Call,
  isOn,
  type LocalDevice,
  type OutgoingCall,
  type RemoteDevice,
  type StreamId,
} from './call.ts';
import type { CallEffect, CaptureDevice } from './effects.ts';
import type { CallStep } from './endings.ts';
import type { CallPlace, CallState } from './memory.ts';
import { pause } from './pause.ts';
import type { PeerMessage } from './peer.ts';

// One's own microphone and camera. A call without them is a call all the same (call-flow.md R25).

export type DeviceEvent =
  /** What one hears and one's own microphone, at once. */
  | { readonly type: 'deafened-set'; readonly deafened: boolean }
  | { readonly type: 'device-set'; readonly device: CaptureDevice; readonly on: boolean }
  /** On where it is off, and off where it is on: in the context that has the call, whichever was asked. */
  | { readonly type: 'microphone-toggled' }
  /** `stream` shows the camera to the person themselves. */
  | {
      readonly type: 'device-started';
      readonly call: string;
      readonly device: CaptureDevice;
      readonly stream?: StreamId;
    }
  /** It could not be had, or it went away and there is no other. */
  | { readonly type: 'device-failed'; readonly call: string; readonly device: CaptureDevice; readonly reason: Reason }
  /** There is something else to be had than there was. */
  | { readonly type: 'device-found'; readonly call: string; readonly device: CaptureDevice };

type CallWithDevices = OutgoingCall | ActiveCall;

const said = (device: LocalDevice): RemoteDevice => {
  switch (device.state) {
    case 'on':
    case 'off':
      return device.state;
    case 'starting':
      return 'off';
    case 'unavailable':
      return 'unavailable';
    default:
      return assertNever(device);
  }
};

/** A picture that is not sent because the network cannot carry it is off, for the other side. */
const saidOfCamera = (call: CallWithDevices): RemoteDevice => {
  const stopped = call.phase === 'active' && call.quality?.remedy === 'no-picture';
  return stopped && call.camera.state === 'on' ? 'off' : said(call.camera);
};

export const devicesMessage = (call: CallWithDevices): PeerMessage => ({
  type: 'devices',
  microphone: said(call.microphone),
  camera: saidOfCamera(call),
});

/** The other side of the call, or whoever sees us while it rings. */
const tellAll = (call: CallWithDevices): readonly CallEffect[] => {
  const news = { type: 'peer-message', call: call.call, message: devicesMessage(call) } as const;
  return call.phase === 'active'
    ? [news]
    : call.warm.filter(({ watched }) => watched).map(({ peer }) => ({ ...news, to: peer.device }));
};

const change = (state: CallState, call: CallWithDevices, effects: readonly CallEffect[] = []): CallStep => {
  const before = state.call as CallWithDevices;
  const told = said(before.microphone) !== said(call.microphone) || saidOfCamera(before) !== saidOfCamera(call);
  return [{ ...state, call }, told ? [...effects, ...tellAll(call)] : effects];
};

export const withQuality = (state: CallState, call: ActiveCall, quality: Quality): CallStep =>
  change(state, { ...call, quality });

const withoutPreview = <C extends CallWithDevices>({ localStream: _, ...call }: C): Omit<C, 'localStream'> => call;

const set = <C extends CallWithDevices>(call: C, device: CaptureDevice, now: LocalDevice, stream?: StreamId): C => {
  const next = { ...call, [device]: now };
  if (device === 'microphone') return next;
  return stream === undefined ? (withoutPreview(next) as C) : { ...next, localStream: stream };
};

const hasDevices = (call: Call): call is CallWithDevices => call.phase === 'outgoing' || call.phase === 'active';

const deafen = (state: CallState, deafened: boolean, place: CallPlace): CallStep => {
  const { call } = state;
  if (call.phase !== 'active' || call.deafened === deafened) return [state, []];
  const spoke = isOn(call.microphone);
  const next = { ...state, call: { ...call, deafened, speaksAgain: deafened && spoke } };
  if (deafened ? !spoke : !call.speaksAgain) return [next, []];
  return devices(next, { type: 'device-set', device: 'microphone', on: !deafened }, place);
};

const toggleMicrophone = (state: CallState, place: CallPlace): CallStep => {
  const { call } = state;
  if (call.phase === 'other-context') {
    return [state, [{ type: 'window-message', message: { type: 'toggle-microphone' } }]];
  }
  if (!hasDevices(call)) return [state, []];
  return devices(state, { type: 'device-set', device: 'microphone', on: !isOn(call.microphone) }, place);
};

const begin = (state: CallState, call: CallWithDevices, device: CaptureDevice): CallStep =>
  change(state, set(call, device, { state: 'starting' }), [{ type: 'capture', call: call.call, device }]);

/** Who was heard until it was unplugged is heard again. A camera is nobody's to turn on but the person's. */
export const isMissed = (call: CallWithDevices, device: CaptureDevice): boolean => {
  const now = call[device];
  if (device === 'camera' || now.state !== 'unavailable') return false;
  return now.reason === 'device_missing' || now.reason === 'device_busy';
};

/** By the person. */
const isChoice = ({ type }: DeviceEvent): boolean =>
  type === 'device-set' || type === 'deafened-set' || type === 'microphone-toggled';

export const devices = (state: CallState, event: DeviceEvent, place: CallPlace): CallStep => {
  const { call } = state;
  if (call.phase === 'active' && call.undecided && isChoice(event)) {
    const { undecided: _, ...decided } = call;
    return devices({ ...state, call: decided }, event, place);
  }
  if (event.type === 'deafened-set') return deafen(state, event.deafened, place);
  if (event.type === 'microphone-toggled') return toggleMicrophone(state, place);
  if (!hasDevices(call)) return [state, []];
  const { device } = event;
  const { state: now } = call[device];
  switch (event.type) {
    case 'device-set':
      if (event.on === isOn(call[device])) return [state, []];
      if (call.phase === 'active' && call.resumable) {
        const { resumable: _, ...chosen } = call;
        return devices({ ...state, call: chosen }, event, place);
      }
      // Whoever speaks wants to hear the answer.
      if (event.on && device === 'microphone' && call.phase === 'active' && call.deafened) {
        return devices({ ...state, call: { ...call, deafened: false, speaksAgain: false } }, event, place);
      }
      return event.on
        ? begin(state, call, device)
        : change(state, set(call, device, { state: 'off' }), [{ type: 'capture-end', call: call.call, device }]);
    case 'device-started':
      // One that is on has been taken by the system, and is there again.
      if (event.call !== call.call || (now !== 'starting' && now !== 'on')) return [state, []];
      return change(state, set(call, device, { state: 'on' }, event.stream));
    case 'device-failed':
      if (event.call !== call.call || (now !== 'starting' && now !== 'on')) return [state, []];
      // A phone that is locked lets go of it; it will be asked for again.
      if (now === 'on' && call.phase === 'active' && !place.visible) return pause(state);
      return change(state, set(call, device, { state: 'unavailable', reason: event.reason }));
    case 'device-found':
      if (event.call !== call.call || !isMissed(call, device)) return [state, []];
      // Whoever hears nobody is not heard either.
      return call.phase === 'active' && call.deafened
        ? change(state, { ...set(call, device, { state: 'off' }), speaksAgain: true })
        : begin(state, call, device);
    default:
      return assertNever(event);
  }
};
