/**
 * How loud the other side is now, 0 to 1; `undefined` where nothing has arrived since the last look: what the browser
 * says of a voice that has fallen silent stays as it was for ten seconds.
 */
export const createVoiceLevel = (receiver: () => RTCRtpReceiver | undefined): (() => number | undefined) => {
  let last = 0;
  return () => {
    const [source] = receiver()?.getSynchronizationSources() ?? [];
    if (!source || source.rtpTimestamp === last) return undefined;
    last = source.rtpTimestamp;
    return source.audioLevel;
  };
};
