import type { Cap } from '#shared/core/quality/adaptation.ts';

const KILO = 1000;

const adjust = (
  sender: RTCRtpSender,
  change: (encoding: RTCRtpEncodingParameters) => void,
  preference?: RTCDegradationPreference,
): void => {
  const parameters = sender.getParameters();
  if (preference) parameters.degradationPreference = preference;
  for (const encoding of parameters.encodings) change(encoding);
  // Fails only on a closed connection, or where nothing is negotiated yet: then it is sent as it is.
  void sender.setParameters(parameters).catch(() => {});
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
