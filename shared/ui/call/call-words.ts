import type { ActiveCall, Call, CallEnding, LocalDevice, OutgoingCall } from '#shared/core/call/call.ts';
import { endingOf, type OwnDevice } from '#shared/core/call/endings.ts';
import { isUntold } from '#shared/core/call/untold.ts';
import type { CallEntry } from '#shared/core/chat/timeline.ts';
import type { EndReason } from '#shared/protocol/call.ts';
import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import type { Words } from '../strings/en.ts';

const pathWords = ({ path, remotePaused }: ActiveCall, name: string, words: Words): string => {
  if (remotePaused && path.state !== 'lost' && path.state !== 'left') return words.hold.paused;
  switch (path.state) {
    case 'connecting':
      return words.call.connecting;
    case 'connected':
      return words.call.connected;
    case 'reconnecting':
      return path.told === 'nobody' ? words.call.connected : words.hold.reconnecting;
    case 'left':
      return words.hold.left(name);
    case 'lost':
      return words.hold.lost;
  }
};

/** Why there is no path any more, and what to do. */
export const lostWords = ({ arrived }: ActiveCall, { hold }: Words): string =>
  arrived === 'moved' ? hold.noPathHere : hold.lostWhy;

/** Why one is not heard after a move, where nobody has said whether one was before; nothing where that is known. */
export const untoldWords = (call: ActiveCall, now: Instant, { hold }: Words): string | undefined =>
  isUntold(call, now) ? hold.untold : undefined;

/** Why it ended; completes “Ended: …”. */
const whyWords = (ending: Exclude<CallEnding, { kind: 'moved' }>, name: string, words: Words): string => {
  switch (ending.kind) {
    case 'ended':
      return words.endings[ending.reason](name, ending.by === 'me');
    case 'answered-elsewhere':
      return words.call.answeredElsewhere;
    case 'declined-elsewhere':
      return words.call.declinedElsewhere;
    case 'refused':
      return words.reasons[ending.reason];
  }
};

/** The outcome says all of these. */
const CLEAR: readonly EndReason[] = ['no-answer', 'declined'];
const CLEAR_OF_ONESELF: readonly EndReason[] = [...CLEAR, 'cancelled'];

export const endingWords = (ending: CallEnding, name: string, words: Words): string =>
  ending.kind === 'moved' ? words.hold.moved : words.call.ended(whyWords(ending, name, words));

/** What a line of the history does not say by its outcome: who ended the call, where, or why. As {@link endingWords} has it. */
export const entryEndWords = (
  entry: CallEntry,
  person: AccountId,
  place: OwnDevice,
  name: string,
  words: Words,
): string | undefined => {
  const { reason, direction, at } = entry;
  if (reason === undefined) return undefined;
  const role = direction === 'outgoing' ? 'caller' : 'callee';
  const ending = endingOf({ ...entry, reason, ended_at: at }, role, person, place);
  if (ending.kind === 'ended' && (ending.by === 'me' ? CLEAR_OF_ONESELF : CLEAR).includes(ending.reason))
    return undefined;
  return whyWords(ending, name, words);
};

const outgoingWords = ({ stage, devices }: OutgoingCall, { call, ringing }: Words): string => {
  const reached = call[stage === 'asking' ? 'calling' : stage];
  return devices > 1 ? ringing.atDevices(reached, devices) : reached;
};

/** The state of a call in a word or a few: what a screen reader is told. `device`: what another own one is called. */
export const callWords = (call: Call, name: string, words: Words, device = words.identity.someDevice): string => {
  switch (call.phase) {
    case 'none':
      return '';
    case 'outgoing':
      return outgoingWords(call, words);
    case 'incoming':
      return call.answering ? words.call.answering : words.call.incoming(name, call.media);
    case 'active':
      return pathWords(call, name, words);
    case 'other-context':
      return words.call.elsewhere;
    case 'left':
      return words.hold.youLeft;
    case 'other-device':
      return words.hold.onDevice(device);
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
