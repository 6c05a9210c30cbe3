import type { Cap } from '#shared/core/quality/adaptation.ts';

const KILO = 1000;

const adjust = (sender: RTCRtpSender, change: (encoding: RTCRtpEncodingParameters) => void): void => {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) change(encoding);
  // Fails only on a closed connection, or where nothing is negotiated yet: then it is sent as it is.
  void sender.setParameters(parameters).catch(() => {});
};

/** The picture of this track is sent with at most so much; `times`: smaller still, in width and height. */
export const capPicture = (
  sender: RTCRtpSender,
  cap: Cap | 'off',
  track: MediaStreamTrack | null | undefined,
  times = 1,
): void =>
  adjust(sender, (encoding) => {
    encoding.active = cap !== 'off';
    if (cap === 'off') return;
    const height = track?.getSettings().height ?? cap.height;
    encoding.scaleResolutionDownBy = Math.max(1, height / cap.height) * times;
    encoding.maxFramerate = cap.fps;
    encoding.maxBitrate = cap.kbps * KILO;
  });

/** @param kbps kilobits per second */
export const capSound = (sender: RTCRtpSender, kbps: number): void =>
  adjust(sender, (encoding) => {
    encoding.maxBitrate = kbps * KILO;
  });
