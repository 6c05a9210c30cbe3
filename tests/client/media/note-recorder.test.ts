import { afterEach, expect, test, vi } from 'vitest';
import { recordNote } from '#shared/client/media/note-recorder.ts';
import { FakeTrack } from '#tests/fakes/fake-calling.ts';

const unable = (): never => {
  throw new DOMException('', 'NotSupportedError');
};

/** A browser in which this throws. */
const without = (broken: 'recorder' | 'start' | 'sound') => {
  const tracks: FakeTrack[] = [];
  const contexts: { closed: boolean }[] = [];
  const getUserMedia = async (asked: MediaStreamConstraints) => {
    const opened = (['audio', 'video'] as const).filter((kind) => asked[kind]).map((kind) => new FakeTrack(kind));
    for (const track of opened) tracks.push(Object.assign(track, { applyConstraints: async () => {} }));
    return { getTracks: () => opened };
  };
  class Recorder extends EventTarget {
    static isTypeSupported = () => true;
    constructor() {
      super();
      if (broken === 'recorder') unable();
    }
    start = () => void (broken === 'start' && unable());
  }
  class Context {
    closed = false;
    constructor() {
      contexts.push(this);
    }
    createAnalyser = () => ({});
    createMediaStreamSource = unable;
    close = async () => {
      this.closed = true;
    };
  }
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('MediaStream', class {});
  vi.stubGlobal('MediaRecorder', Recorder);
  vi.stubGlobal('AudioContext', Context);
  return { tracks, contexts };
};

afterEach(() => void vi.unstubAllGlobals());

test.each(['recorder', 'start', 'sound'] as const)(
  'where the %s of a recording fails, camera and microphone are let go, and that is said',
  async (broken) => {
    const { tracks, contexts } = without(broken);
    expect(await recordNote('video', 60, () => {})).toEqual({ ok: false, reason: 'device_busy' });
    expect(tracks.map(({ kind, readyState }) => [kind, readyState])).toEqual([
      ['audio', 'ended'],
      ['video', 'ended'],
    ]);
    expect(contexts.every(({ closed }) => closed)).toBe(true);
  },
);
