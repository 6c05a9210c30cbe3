import { failed, type Outcome } from '#shared/core/reason.ts';
import type { Media } from '../ports.ts';
import { toBase64 } from '../seal/bytes.ts';
import { browserMedia } from './browser-media.ts';
import { rememberedDevices } from './devices/remembered.ts';

/** How many sections a waveform has. */
const SECTIONS = 64;
const SAMPLE_MS = 50;
/** Opus at the rate of a good telephone call: about 1.2 MB for five minutes. */
const SOUND_BITS = 32_000;
/** Bits per second of a picture of these lines: with its sound about 4.8 MB for a minute. */
const PICTURE_BITS = 600_000;
const PICTURE: MediaTrackConstraints = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } };

export type NoteKind = 'voice' | 'video';

/** The first that the browser writes. Of a film, MP4 before WebM: it knows its length, and so can be sought in (audio.md §4). */
const TYPES: Readonly<Record<NoteKind, readonly string[]>> = {
  voice: ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'],
  video: ['video/mp4;codecs=avc1.42E01E,opus', 'video/webm;codecs=vp8,opus', 'video/mp4'],
};

/** A recording, as {@link NoteRecorder.finish} gives it. */
export interface Recording {
  readonly file: Blob;
  readonly seconds: number;
  /** Of a voice: 64 bytes in base64, each the loudness of its section. */
  readonly waveform?: string;
}

export interface NoteRecorder {
  /** What the camera sees, for whoever is in front of it. */
  readonly picture?: MediaStream;
  /** Of this moment, from 0 to 1. */
  level(): number;
  seconds(): number;
  finish(): Promise<Recording>;
  discard(): void;
}

/** The loudest of each section; quiet recordings are drawn as large as loud ones. */
export const waveformOf = (levels: readonly number[]): string => {
  const loudest = Math.max(0.01, ...levels);
  const peaks = Array.from({ length: SECTIONS }, (_, section) => {
    const start = Math.floor((section * levels.length) / SECTIONS);
    const end = Math.max(start + 1, Math.floor(((section + 1) * levels.length) / SECTIONS));
    return Math.round((255 * Math.max(0, ...levels.slice(start, end))) / loudest);
  });
  return toBase64(Uint8Array.from(peaks));
};

const createMeter = (track: MediaStreamTrack) => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  try {
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  } catch (error) {
    void context.close();
    throw error;
  }
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: (): number => {
      analyser.getFloatTimeDomainData(samples);
      return Math.min(
        1,
        samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0),
      );
    },
    close: (): void => void context.close(),
  };
};

const media = (): Media => browserMedia({ chosen: (device) => rememberedDevices.read()[device]?.id });

const openCamera = async (): Promise<Outcome<MediaStreamTrack>> => {
  const camera = await media().camera();
  // One that cannot be made smaller is recorded as it is.
  if (camera.ok) await camera.value.applyConstraints(PICTURE).catch(() => {});
  return camera;
};

/** The microphone, and the camera where there is to be a picture: all of them, or none. */
const openTracks = async (kind: NoteKind): Promise<Outcome<readonly MediaStreamTrack[]>> => {
  const opened: MediaStreamTrack[] = [];
  for (const open of kind === 'video' ? [media().microphone, openCamera] : [media().microphone]) {
    const outcome = await open();
    if (outcome.ok) opened.push(outcome.value);
    else {
      for (const track of opened) track.stop();
      return outcome;
    }
  }
  return { ok: true, value: opened };
};

interface NoteOptions {
  readonly kind: NoteKind;
  readonly mimeType: string;
  readonly longest: number;
  readonly onLongest: () => void;
}

/** Throws where the browser does not record these after all. */
const begin = (tracks: readonly MediaStreamTrack[], options: NoteOptions): NoteRecorder => {
  const { kind, mimeType, longest, onLongest } = options;
  const [track] = tracks as readonly [MediaStreamTrack, ...MediaStreamTrack[]];
  const recorder = new MediaRecorder(new MediaStream([...tracks]), {
    mimeType,
    audioBitsPerSecond: SOUND_BITS,
    videoBitsPerSecond: PICTURE_BITS,
  });
  const pieces: Blob[] = [];
  const levels: number[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const stopped = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve()));
  recorder.start();
  const meter = createMeter(track);
  const begun = performance.now();
  let ended: number | undefined;
  const seconds = (): number => ((ended ?? performance.now()) - begun) / 1000;

  const end = (): void => {
    if (ended !== undefined) return;
    ended = performance.now();
    clearInterval(sampling);
    if (recorder.state !== 'inactive') recorder.stop();
    for (const used of tracks) used.stop();
    meter.close();
  };
  const sampling = setInterval(() => {
    levels.push(meter.level());
    if (seconds() < longest) return;
    end();
    onLongest();
  }, SAMPLE_MS);

  return {
    ...(kind === 'video' && { picture: new MediaStream(tracks.slice(1)) }),
    level: () => (ended === undefined ? meter.level() : 0),
    seconds,
    finish: async () => {
      end();
      await stopped;
      return {
        file: new Blob(pieces, { type: mimeType }),
        seconds: Math.round(seconds() * 10) / 10,
        ...(kind === 'voice' && { waveform: waveformOf(levels) }),
      };
    },
    discard: end,
  };
};

/** Asks for the microphone, and for the camera if need be, and begins. Ends of itself after `longest` seconds, and says so. */
export const recordNote = async (
  kind: NoteKind,
  longest: number,
  onLongest: () => void,
): Promise<Outcome<NoteRecorder>> => {
  const mimeType = TYPES[kind].find((type) => MediaRecorder.isTypeSupported(type));
  if (!mimeType) return failed('device_missing');
  const opened = await openTracks(kind);
  if (!opened.ok) return opened;
  try {
    return { ok: true, value: begin(opened.value, { kind, mimeType, longest, onLongest }) };
  } catch {
    for (const track of opened.value) track.stop();
    return failed('device_busy');
  }
};
