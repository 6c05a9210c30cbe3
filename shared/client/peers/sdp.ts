const MAX_LENGTH = 64 * 1024;
const MAX_SECTIONS = 64;
const MAX_CANDIDATES = 100;

const count = (sdp: string, line: RegExp): number => sdp.match(line)?.length ?? 0;

/** Whether a description of the other side may be given to the browser at all: bounded, and authenticated by SHA-256. */
export const isSafeSdp = (sdp: string): boolean => {
  const fingerprints = count(sdp, /^a=fingerprint:/gm);
  return (
    sdp.length <= MAX_LENGTH &&
    count(sdp, /^m=/gm) <= MAX_SECTIONS &&
    count(sdp, /^a=candidate:/gm) <= MAX_CANDIDATES &&
    fingerprints > 0 &&
    fingerprints === count(sdp, /^a=fingerprint:sha-256 /gim)
  );
};

/** Music instead of speech: both channels, at 128 kbit/s. Opus sends mono unless the description asks for stereo. */
export const withStereoMusic = (sdp: string): string => {
  const opus = /^a=rtpmap:(\d+) opus\//m.exec(sdp)?.[1];
  if (opus === undefined) return sdp;
  return sdp.replace(new RegExp(`^a=fmtp:${opus} .*$`, 'm'), '$&;stereo=1;sprop-stereo=1;maxaveragebitrate=128000');
};
