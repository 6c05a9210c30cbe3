import type { ActiveCall, Call, CallEnding, LocalDevice, OutgoingCall } from '#shared/core/call/call.ts';
import type { Words } from '../strings/en.ts';

/** Milliseconds of a lost path that nobody is told about (call-flow.md R29). */
export const UNTOLD = 2_000;
/** Milliseconds of a lost path after which a person is asked what to do (R29). */
export const LONG = 10_000;

const pathWords = (call: ActiveCall, now: number, words: Words): string => {
  switch (call.path.state) {
    case 'connecting':
      return words.call.connecting;
    case 'connected':
      return words.call.connected;
    case 'reconnecting':
      return now - call.path.since < UNTOLD ? words.call.connected : words.call.reconnecting;
  }
};

export const isLongLost = (call: ActiveCall, now: number): boolean =>
  call.path.state === 'reconnecting' && now - call.path.since >= LONG;

export const endingWords = (ending: CallEnding, name: string, words: Words): string => {
  switch (ending.kind) {
    case 'ended':
      return words.call.ended(words.endings[ending.reason](name, ending.by === 'me'));
    case 'answered-elsewhere':
      return words.call.ended(words.call.answeredElsewhere);
    case 'declined-elsewhere':
      return words.call.ended(words.call.declinedElsewhere);
    case 'refused':
      return words.call.ended(words.reasons[ending.reason]);
  }
};

const outgoingWords = ({ stage, devices }: OutgoingCall, { call, ringing }: Words): string => {
  const reached = call[stage === 'asking' ? 'calling' : stage];
  return devices > 1 ? ringing.atDevices(reached, devices) : reached;
};

/** The state of a call in a word or a few: what a screen reader is told. */
export const callWords = (call: Call, name: string, now: number, words: Words): string => {
  switch (call.phase) {
    case 'none':
      return '';
    case 'outgoing':
      return outgoingWords(call, words);
    case 'incoming':
      return call.answering ? words.call.answering : words.call.incoming(name, call.media);
    case 'active':
      return pathWords(call, now, words);
    case 'other-context':
      return words.call.elsewhere;
    case 'ended':
      return endingWords(call.ending, name, words);
  }
};

/** Why a device of one's own does not work, and what to do; nothing where it does. */
export const deviceWords = (kind: 'microphone' | 'camera', device: LocalDevice, words: Words): string | undefined => {
  if (device.state !== 'unavailable') return undefined;
  const known = words.call[kind];
  switch (device.reason) {
    case 'device_denied':
    case 'device_missing':
    case 'device_busy':
      return known[device.reason];
    default:
      return known.other;
  }
};
