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

/**
 * kbit/s that whoever sends to this side begins with, in place of Chromium's 300: with those the first picture of a camera
 * came 110 ms later, because its frames are dropped until more is known to be possible. Too much is noticed within a second.
 */
const START_KBPS = 1_000;

/** The first picture at once. Chromium alone knows the parameter; others pass over it. */
export const withQuickStart = (sdp: string): string => {
  const quick = `x-google-start-bitrate=${START_KBPS}`;
  return sdp
    .replace(/^a=rtpmap:(\d+) (?:VP8|VP9|H264|AV1)\/90000$/gm, (line, type: string) =>
      sdp.includes(`a=fmtp:${type} `) ? line : `${line}\r\na=fmtp:${type} ${quick}`,
    )
    .replace(/^a=fmtp:\d+ (?:profile-id|level-asymmetry-allowed|level-idx).*$/gm, `$&;${quick}`);
};
