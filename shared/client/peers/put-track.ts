/** Adds a track to a stream, and says so to whoever plays it: browsers tell only of what they add themselves. */
export const putTrack = (stream: MediaStream, track: MediaStreamTrack): void => {
  stream.addTrack(track);
  stream.dispatchEvent(new MediaStreamTrackEvent('addtrack', { track }));
};
