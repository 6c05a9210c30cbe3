import type { StreamId } from '#shared/core/call/call.ts';
import type { CaptureDevice } from '#shared/core/call/effects.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import type { Calling } from '../ports.ts';
import type { Treatment } from '../sound/port.ts';

export interface CapturesOptions {
  readonly calling: () => Promise<Pick<Calling, 'media' | 'sound'>>;
  readonly hold: (stream: MediaStream) => StreamId;
  /** What is to be sent now; `undefined` for nothing of that kind. */
  readonly onTrack: (device: CaptureDevice, track: MediaStreamTrack | undefined) => void;
  readonly onStarted: (call: CallId, device: CaptureDevice, stream: StreamId | undefined) => void;
  /** The system lets nothing through. */
  readonly onSilenced: (call: CallId, device: CaptureDevice) => void;
  readonly onFailed: (call: CallId, device: CaptureDevice, reason: Reason) => void;
}

/**
 * Microphone and camera of the call. A muted microphone stays open, so that it speaks again at once; a camera that is
 * off is let go, so that its light goes out.
 */
export interface Captures {
  start(call: CallId, device: CaptureDevice): void;
  stop(device: CaptureDevice): void;
  track(device: CaptureDevice): MediaStreamTrack | undefined;
  /** Says which of them the system has silenced. */
  look(call: CallId): void;
  end(): void;
}

interface Capture {
  readonly wanted: boolean;
  readonly track?: MediaStreamTrack;
  /** Of a microphone. */
  readonly treatment?: Treatment;
  /** What is sent in place of the track. */
  readonly treated?: MediaStreamTrack;
}

export const createCaptures = ({
  calling,
  hold,
  onTrack,
  onStarted,
  onSilenced,
  onFailed,
}: CapturesOptions): Captures => {
  const captures: Record<CaptureDevice, Capture> = { microphone: { wanted: false }, camera: { wanted: false } };

  const ask = async (device: CaptureDevice): Promise<Outcome<MediaStreamTrack>> => {
    try {
      const { microphone, camera } = (await calling()).media;
      return await (device === 'microphone' ? microphone() : camera());
    } catch {
      // The code that captures could not be loaded.
      return failed('offline');
    }
  };

  const begin = (call: CallId, device: CaptureDevice, track: MediaStreamTrack): void => {
    onTrack(device, captures[device].treated ?? track);
    captures[device].treatment?.mute(false);
    onStarted(call, device, device === 'camera' ? hold(new MediaStream([track])) : undefined);
  };

  /** What comes of it is sent as soon as it is there: the first word does not wait for it. */
  const treat = async (track: MediaStreamTrack): Promise<void> => {
    const { sound } = await calling();
    if (captures.microphone.track !== track) return;
    const treatment = sound.treat(track, (treated) => {
      captures.microphone = { ...captures.microphone, treated };
      if (captures.microphone.wanted) onTrack('microphone', treated);
    });
    treatment.mute(!captures.microphone.wanted);
    captures.microphone = { ...captures.microphone, treatment };
  };

  const letGo = (device: CaptureDevice): void => {
    captures[device].treatment?.end();
    captures[device].track?.stop();
    captures[device] = { wanted: false };
  };

  const start = async (call: CallId, device: CaptureDevice): Promise<void> => {
    const { track: kept } = captures[device];
    // One that the system has silenced is not waited for.
    const speaks = kept?.readyState === 'live' && !kept.muted;
    if (!speaks) letGo(device);
    const capture: Capture = { ...captures[device], wanted: true };
    captures[device] = capture;
    if (capture.track) return begin(call, device, capture.track);
    const outcome = await ask(device);
    const stale = captures[device] !== capture;
    if (!outcome.ok) {
      if (!stale) onFailed(call, device, outcome.reason);
      return;
    }
    const track = outcome.value;
    if (stale) return track.stop();
    captures[device] = { wanted: true, track };
    track.addEventListener('mute', () => {
      if (captures[device].track === track) onSilenced(call, device);
    });
    track.addEventListener('ended', () => {
      if (captures[device].track !== track) return;
      const { wanted } = captures[device];
      letGo(device);
      onTrack(device, undefined);
      if (wanted) onFailed(call, device, 'device_missing');
    });
    begin(call, device, track);
    if (device === 'microphone') void treat(track);
  };

  const stop = (device: CaptureDevice): void => {
    onTrack(device, undefined);
    if (device === 'camera' || !captures.microphone.track) return letGo(device);
    captures.microphone.treatment?.mute(true);
    captures.microphone = { ...captures.microphone, wanted: false };
  };

  return {
    start: (call, device) => void start(call, device),
    stop,
    look: (call) => {
      for (const device of ['microphone', 'camera'] as const)
        if (captures[device].track?.muted) onSilenced(call, device);
    },
    track: (device) => {
      const { wanted, track, treated } = captures[device];
      return wanted ? (treated ?? track) : undefined;
    },
    end: () => {
      for (const device of ['microphone', 'camera'] as const) {
        onTrack(device, undefined);
        letGo(device);
      }
    },
  };
};
