import type { Cap } from '#shared/core/quality/adaptation.ts';

const KILO = 1000;

/** Senders that the browser is busy with, and what is asked of each next: it refuses a second change beside the first. */
const busy = new WeakMap<RTCRtpSender, () => void>();

const adjust = (
  sender: RTCRtpSender,
  change: (encoding: RTCRtpEncodingParameters) => void,
  preference?: RTCDegradationPreference,
): void => {
  const run = (): void => {
    const parameters = sender.getParameters();
    if (preference) parameters.degradationPreference = preference;
    for (const encoding of parameters.encodings) change(encoding);
    const done = (): void => {
      const next = busy.get(sender);
      busy.delete(sender);
      next?.();
    };
    busy.set(sender, () => {});
    // Fails only on a closed connection, or where nothing is negotiated yet: whoever asks asks again once it is connected.
    void sender.setParameters(parameters).then(done, done);
  };
  if (busy.has(sender)) busy.set(sender, run);
  else run();
};

interface PictureManner {
  /** Smaller still than the cap, in width and height. */
  readonly times?: number;
  /** What is kept when the browser finds that less must be sent. */
  readonly preference?: RTCDegradationPreference;
}

/** The picture of this track is sent with at most so much. */
export const capPicture = (
  sender: RTCRtpSender,
  cap: Cap | 'off',
  track: MediaStreamTrack | null | undefined,
  { times = 1, preference }: PictureManner = {},
): void => {
  const change = (encoding: RTCRtpEncodingParameters): void => {
    encoding.active = cap !== 'off';
    if (cap === 'off') return;
    const height = track?.getSettings().height ?? cap.height;
    encoding.scaleResolutionDownBy = Math.max(1, height / cap.height) * times;
    encoding.maxFramerate = cap.fps;
    encoding.maxBitrate = cap.kbps * KILO;
  };
  adjust(sender, change, preference);
};

/** @param kbps kilobits per second */
export const capSound = (sender: RTCRtpSender, kbps: number): void =>
  adjust(sender, (encoding) => {
    encoding.maxBitrate = kbps * KILO;
  });
