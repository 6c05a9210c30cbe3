/** Chromium's own form of constraints; nothing else gives a tab whose stream id the extension has obtained. */
const fromTab = (id: string): MediaTrackConstraints =>
  ({ mandatory: { chromeMediaSource: 'tab', chromeMediaSourceId: id } }) as MediaTrackConstraints;

const play = (stream: MediaStream): void => {
  const context = new AudioContext();
  context.createMediaStreamSource(stream).connect(context.destination);
  // Fired when the last track has ended, also by its own stop().
  stream.addEventListener('inactive', () => void context.close(), { once: true });
};

/**
 * Capturing a tab makes it silent for the person who shares it, so its sound is played here; where the browser plays no more,
 * it is left to the tab.
 */
const playAlong = (stream: MediaStream): void => {
  const sounds = stream.getAudioTracks();
  if (sounds.length === 0) return;
  try {
    play(stream);
  } catch {
    for (const sound of sounds) {
      sound.stop();
      stream.removeTrack(sound);
    }
  }
};

/** Picture and sound of a tab. The id is good once, for about ten seconds. */
export const captureTab = async (id: string): Promise<MediaStream> => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: fromTab(id), video: fromTab(id) });
  playAlong(stream);
  return stream;
};
