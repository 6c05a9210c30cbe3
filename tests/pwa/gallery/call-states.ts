import type { AppState } from '#shared/core/app.ts';
import type { CallEnding } from '#shared/core/call/call.ts';
import { type EndReason, endReason } from '#shared/protocol/call.ts';
import { active, calls, DEE, during, ended, facts, incoming, NOW, outgoing } from './people.ts';

// A call in each of its states, for pictures of them.

const off = { state: 'off' } as const;

const over = (ending: CallEnding): AppState => during({ ...ended, ending });

/** Who ends a call for such a reason, as the caller sees it. */
const BY: Partial<Record<EndReason, 'me' | 'them'>> = { 'hang-up': 'them', declined: 'them', cancelled: 'me' };

const endings = Object.fromEntries(
  endReason.options.map((reason) => [
    `ended-${reason}`,
    over({ kind: 'ended', reason, by: BY[reason] ?? 'relay', seconds: reason === 'hang-up' ? 754 : 0 }),
  ]),
);

const voice = {
  ...active,
  media: 'audio',
  camera: off,
  remoteCamera: 'off',
} as const;

export const callStates: Record<string, AppState> = {
  'outgoing-asking': during({ ...outgoing, stage: 'asking', devices: 0 }),
  'outgoing-calling': during({ ...outgoing, stage: 'calling' }),
  'outgoing-notified': during({ ...outgoing, stage: 'notified', devices: 2 }),
  'outgoing-ringing': during(outgoing),
  'outgoing-voice': during({ ...outgoing, media: 'audio', camera: off }),
  'incoming-video': during(incoming),
  'incoming-voice': during({ ...incoming, media: 'audio' }),
  'incoming-answering': during({ ...incoming, answering: 'video' }),
  'incoming-seen': calls.seen,
  connecting: during({ ...active, path: { state: 'connecting', since: active.answeredAt }, remoteCamera: 'off' }),
  voice: during(voice),
  video: during({ ...active, quality: { bars: 4 } }),
  'sharing-screen': calls.sharing,
  'sharing-starting': during({ ...active, shareRequest: { state: 'starting', kind: 'screen' } }),
  'sharing-failed': during({
    ...active,
    shareRequest: { state: 'failed', kind: 'screen', reason: 'share_unsupported' },
  }),
  'shared-to': calls.shared,
  muted: calls.muted,
  deafened: during({ ...active, deafened: true, microphone: off }),
  poor: during({
    ...active,
    quality: { bars: 1, trouble: { kind: 'gaps', side: 'between' }, remedy: 'smaller' },
  }),
  'poor-mine': during({
    ...active,
    camera: off,
    quality: { bars: 2, trouble: { kind: 'slow', side: 'mine' }, remedy: 'no-picture' },
  }),
  reconnecting: during({
    ...active,
    path: { state: 'reconnecting', since: Date.now() - 4_000, told: 'word' },
  }),
  'reconnecting-long': during({
    ...active,
    path: { state: 'reconnecting', since: Date.now() - 14_000, told: 'question' },
  }),
  paused: calls.paused,
  'peer-left': calls.peerLeft,
  lost: calls.lost,
  'lost-moved': during({
    ...active,
    arrived: 'moved',
    path: { state: 'lost', since: NOW - 40_000 },
    resumable: { microphone: true, camera: false },
    microphone: off,
    camera: off,
    remoteCamera: 'off',
  }),
  'moved-untold': during({
    ...active,
    microphone: off,
    camera: off,
    undecided: { from: facts.call, since: NOW - 10_000 },
  }),
  returned: calls.returned,
  left: calls.left,
  elsewhere: calls.elsewhere,
  'other-device': calls.otherDevice,
  waiting: during({ ...active, waiting: { call: facts.call, person: DEE, media: 'video' } }),
  'without-devices': during({
    ...voice,
    microphone: { state: 'unavailable', reason: 'device_missing' },
    camera: { state: 'unavailable', reason: 'device_missing' },
    remoteMicrophone: 'unavailable',
    remoteCamera: 'unavailable',
  }),
  'refused-devices': during({
    ...voice,
    microphone: { state: 'unavailable', reason: 'device_denied' },
    camera: { state: 'unavailable', reason: 'device_busy' },
  }),
  ...endings,
  'ended-bad': during({
    ...ended,
    ending: { kind: 'ended', reason: 'reconnect-failed', by: 'relay', seconds: 312 },
    bad: true,
  }),
  'ended-answered-elsewhere': over({ kind: 'answered-elsewhere' }),
  'ended-moved': during({ ...ended, ending: { kind: 'moved' }, goesOnAt: facts.call }),
  'ended-declined-elsewhere': over({ kind: 'declined-elsewhere' }),
  'ended-unanswered': over({ kind: 'refused', reason: 'unanswered' }),
};
