import { afterEach, expect, test, vi } from 'vitest';
import { captureTab } from '#shared/client/media/tab-capture.ts';
import { FakeTrack } from '#tests/fakes/fake-calling.ts';

class FakeStream extends EventTarget {
  tracks = [new FakeTrack('video'), new FakeTrack('audio')];
  getAudioTracks = () => this.tracks.filter(({ kind }) => kind === 'audio');
  removeTrack = (track: FakeTrack) => {
    this.tracks = this.tracks.filter((one) => one !== track);
  };
}

afterEach(() => vi.unstubAllGlobals());

test('[R37] a tab whose sound cannot be played along is shown without it, and stays audible', async () => {
  const stream = new FakeStream();
  const [picture, sound] = stream.tracks;
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => stream } });
  vi.stubGlobal(
    'AudioContext',
    class {
      constructor() {
        throw new DOMException('', 'NotSupportedError');
      }
    },
  );
  expect(await captureTab('the tab')).toBe(stream);
  expect(stream.tracks).toEqual([picture]);
  expect([picture?.readyState, sound?.readyState]).toEqual(['live', 'ended']);
});
