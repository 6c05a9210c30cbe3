import type { StreamId } from '#shared/core/call/call.ts';
import type { CaptureDevice } from '#shared/core/call/effects.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import type { Media } from '../ports.ts';

export interface CapturesOptions {
  readonly media: () => Promise<Media>;
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
}

export const createCaptures = ({
  media,
  hold,
  onTrack,
  onStarted,
  onSilenced,
  onFailed,
}: CapturesOptions): Captures => {
  const captures: Record<CaptureDevice, Capture> = { microphone: { wanted: false }, camera: { wanted: false } };

  const ask = async (device: CaptureDevice): Promise<Outcome<MediaStreamTrack>> => {
    try {
      const { microphone, camera } = await media();
      return await (device === 'microphone' ? microphone() : camera());
    } catch {
      // The code that captures could not be loaded.
      return failed('offline');
    }
  };

  const begin = (call: CallId, device: CaptureDevice, track: MediaStreamTrack): void => {
    onTrack(device, track);
    onStarted(call, device, device === 'camera' ? hold(new MediaStream([track])) : undefined);
  };

  const start = async (call: CallId, device: CaptureDevice): Promise<void> => {
    const kept = captures[device].track;
    // One that the system has silenced is not waited for.
    const capture: Capture = { wanted: true, ...(kept?.readyState === 'live' && !kept.muted && { track: kept }) };
    captures[device] = capture;
    if (!capture.track) kept?.stop();
    if (capture.track) return begin(call, device, capture.track);
    const outcome = await ask(device);
    const stale = captures[device] !== capture;
    if (!outcome.ok) {
      if (!stale) onFailed(call, device, outcome.reason);
      return;
    }
    const track = outcome.value;
    if (stale) return track.stop();
    const started: Capture = { wanted: true, track };
    captures[device] = started;
    track.addEventListener('mute', () => {
      if (captures[device].track === track) onSilenced(call, device);
    });
    track.addEventListener('ended', () => {
      if (captures[device].track !== track) return;
      const { wanted } = captures[device];
      captures[device] = { wanted: false };
      onTrack(device, undefined);
      if (wanted) onFailed(call, device, 'device_missing');
    });
    begin(call, device, track);
  };

  const stop = (device: CaptureDevice): void => {
    const { track } = captures[device];
    onTrack(device, undefined);
    if (device === 'microphone' && track) {
      captures.microphone = { wanted: false, track };
      return;
    }
    track?.stop();
    captures[device] = { wanted: false };
  };

  return {
    start: (call, device) => void start(call, device),
    stop,
    look: (call) => {
      for (const device of ['microphone', 'camera'] as const)
        if (captures[device].track?.muted) onSilenced(call, device);
    },
    track: (device) => (captures[device].wanted ? captures[device].track : undefined),
    end: () => {
      for (const device of ['microphone', 'camera'] as const) {
        onTrack(device, undefined);
        captures[device].track?.stop();
        captures[device] = { wanted: false };
      }
    },
  };
};
