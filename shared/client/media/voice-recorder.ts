import { failed, type Outcome } from '#shared/core/reason.ts';
import { toBase64 } from '../seal/bytes.ts';
import { browserMedia } from './browser-media.ts';
import { rememberedDevices } from './devices/remembered.ts';

/** How many sections a waveform has. */
const SECTIONS = 64;
const SAMPLE_MS = 50;
/** Opus at the rate of a good telephone call: about 1.2 MB for five minutes. */
const BITS_PER_SECOND = 32_000;
const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

/** A recording, as {@link VoiceRecorder.finish} gives it. */
export interface Recording {
  readonly file: Blob;
  readonly seconds: number;
  /** 64 bytes in base64, each the loudness of its section. */
  readonly waveform: string;
}

export interface VoiceRecorder {
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
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
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

/** Asks for the microphone and begins. Ends of itself after `longest` seconds, and says so. */
export const recordVoice = async (longest: number, onLongest: () => void): Promise<Outcome<VoiceRecorder>> => {
  const microphone = await browserMedia({ chosen: (device) => rememberedDevices.read()[device]?.id }).microphone();
  if (!microphone.ok) return microphone;
  const track = microphone.value;
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  if (!mimeType) {
    track.stop();
    return failed('device_missing');
  }
  const recorder = new MediaRecorder(new MediaStream([track]), { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
  const meter = createMeter(track);
  const pieces: Blob[] = [];
  const levels: number[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const stopped = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve()));
  const begun = performance.now();
  let ended: number | undefined;
  const seconds = (): number => ((ended ?? performance.now()) - begun) / 1000;

  const end = (): void => {
    if (ended !== undefined) return;
    ended = performance.now();
    clearInterval(sampling);
    if (recorder.state !== 'inactive') recorder.stop();
    track.stop();
    meter.close();
  };
  const sampling = setInterval(() => {
    levels.push(meter.level());
    if (seconds() < longest) return;
    end();
    onLongest();
  }, SAMPLE_MS);
  recorder.start();

  const value: VoiceRecorder = {
    level: () => (ended === undefined ? meter.level() : 0),
    seconds,
    finish: async () => {
      end();
      await stopped;
      return {
        file: new Blob(pieces, { type: mimeType }),
        seconds: Math.round(seconds() * 10) / 10,
        waveform: waveformOf(levels),
      };
    },
    discard: end,
  };
  return { ok: true, value };
};
