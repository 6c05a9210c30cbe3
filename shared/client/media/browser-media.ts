import type { CaptureDevice } from '#shared/core/call/effects.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import type { Media } from '../ports.ts';
import { createOpenDevice, type OpenDevice } from './open-devices.ts';
import { captureTab } from './tab-capture.ts';

/** In the field, not yet in TypeScript's DOM library. Unknown members are ignored by the browsers that lack them. */
interface DisplayOptions extends DisplayMediaStreamOptions {
  readonly systemAudio?: 'include' | 'exclude';
}
interface DisplayAudio extends MediaTrackConstraints {
  readonly restrictOwnAudio?: boolean;
}

const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, autoGainControl: true };
const CAMERA: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

/**
 * A shared sound is music rather than speech. Echo cancellation stays on, and own audio out: otherwise the others hear
 * themselves (call-flow.md R37).
 */
const SHARED_SOUND: DisplayAudio = {
  echoCancellation: true,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: { ideal: 2 },
  restrictOwnAudio: true,
};

const name = (error: unknown): string => (error instanceof Error ? error.name : '');

const screenReason = (error: unknown): Reason => {
  switch (name(error)) {
    case 'NotAllowedError':
    case 'AbortError':
      return 'share_cancelled';
    case 'NotReadableError':
      return 'device_busy';
    default:
      return 'share_unsupported';
  }
};

/** There is no picker that a person could have closed. */
const tabReason = (error: unknown): Reason => {
  switch (name(error)) {
    case 'NotAllowedError':
      return 'device_denied';
    case 'AbortError':
    case 'NotReadableError':
      return 'device_busy';
    default:
      return 'share_unsupported';
  }
};

/**
 * The one with this id, or any where it is not plugged in. Asked for as a wish alone (`ideal`), Chromium 156 gives the
 * system's microphone all the same.
 */
const chosenDevice =
  (open: OpenDevice) =>
  async (
    kind: 'audio' | 'video',
    constraints: MediaTrackConstraints,
    id: string | undefined,
  ): Promise<Outcome<MediaStreamTrack>> => {
    if (id === undefined) return open(kind, constraints);
    const outcome = await open(kind, { ...constraints, deviceId: { exact: id } });
    return outcome.ok || outcome.reason !== 'device_missing' ? outcome : open(kind, constraints);
  };

/** Tells the encoder that what is heard is music; what matters in the picture is a choice of the person's. */
const asMusic = (stream: MediaStream): Outcome<MediaStream> => {
  for (const track of stream.getAudioTracks()) track.contentHint = 'music';
  return { ok: true, value: stream };
};

export interface BrowserMediaOptions {
  /** The id of the one that the person wants. Any other is taken where it is not plugged in. */
  readonly chosen: (device: CaptureDevice) => string | undefined;
  /** Whether the browser should leave the noise in a microphone, because somebody else takes it away. */
  readonly takesNoise?: () => boolean;
}

export const browserMedia = ({ chosen, takesNoise = () => false }: BrowserMediaOptions): Media => {
  const canShare: ReturnType<Media['canShare']> = {
    screen: typeof navigator.mediaDevices?.getDisplayMedia === 'function',
    tab: typeof (globalThis as { chrome?: { tabCapture?: unknown } }).chrome?.tabCapture === 'object',
  };
  const open = createOpenDevice();
  const device = chosenDevice(open);
  return {
    microphone: () => device('audio', { ...MICROPHONE, noiseSuppression: !takesNoise() }, chosen('microphone')),
    camera: (facing) =>
      facing ? open('video', { ...CAMERA, facingMode: facing }) : device('video', CAMERA, chosen('camera')),
    screen: async () => {
      if (!canShare.screen) return failed('share_unsupported');
      const options: DisplayOptions = {
        video: { frameRate: { ideal: 30 } },
        audio: SHARED_SOUND,
        systemAudio: 'include',
      };
      try {
        return asMusic(await navigator.mediaDevices.getDisplayMedia(options));
      } catch (error) {
        return failed(screenReason(error));
      }
    },
    tab: async (tabCapture) => {
      try {
        return asMusic(await captureTab(tabCapture));
      } catch (error) {
        return failed(tabReason(error));
      }
    },
    canShare: () => canShare,
  };
};
