/** Chromium's own form of constraints; nothing else gives a tab whose stream id the extension has obtained. */
const fromTab = (id: string): MediaTrackConstraints =>
  ({ mandatory: { chromeMediaSource: 'tab', chromeMediaSourceId: id } }) as MediaTrackConstraints;

/** Capturing a tab makes it silent for the person who shares it, so its sound is played here. */
const playAlong = (stream: MediaStream): void => {
  if (stream.getAudioTracks().length === 0) return;
  const context = new AudioContext();
  context.createMediaStreamSource(stream).connect(context.destination);
  // Fired when the last track has ended, also by its own stop().
  stream.addEventListener('inactive', () => void context.close(), { once: true });
};

/** Picture and sound of a tab. The id is good once, for about ten seconds. */
export const captureTab = async (id: string): Promise<MediaStream> => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: fromTab(id), video: fromTab(id) });
  playAlong(stream);
  return stream;
};
