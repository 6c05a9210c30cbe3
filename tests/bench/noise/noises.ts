import { SAMPLE_RATE } from '#shared/client/sound/dsp/format.ts';
import { speak } from './speech.ts';

export type NoiseName = 'white' | 'pink' | 'hum' | 'babble' | 'keyboard' | 'fan';

/** In [0, 1), the same from the same seed (mulberry32). */
const random = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

const white = (length: number, seed: number): Float32Array => {
  const next = random(seed);
  return Float32Array.from({ length }, () => 2 * next() - 1);
};

/** Paul Kellet's economy filter: −3 dB an octave within half a decibel. */
const pink = (length: number, seed: number): Float32Array => {
  let [a, b, c] = [0, 0, 0];
  return white(length, seed).map((sample) => {
    a = 0.99765 * a + sample * 0.099046;
    b = 0.963 * b + sample * 0.2965164;
    c = 0.57 * c + sample * 1.0526913;
    return a + b + c + sample * 0.1848;
  });
};

/** The mains, with twenty harmonics. */
const hum = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => {
    let sum = 0;
    for (let harmonic = 1; harmonic <= 20; harmonic++)
      sum += Math.sin((2 * Math.PI * 50 * harmonic * i) / SAMPLE_RATE + harmonic) / harmonic;
    return sum;
  });

/** Air: pink noise below some 500 Hz, and the blades. */
const fan = (length: number, seed: number): Float32Array => {
  let low = 0;
  return pink(length, seed).map((sample, i) => {
    low += 0.06 * (sample - low);
    return low * (1 + 0.15 * Math.sin((2 * Math.PI * 23 * i) / SAMPLE_RATE)) + 0.03 * sample;
  });
};

/** Six strokes a second, each a click of 15 ms. */
const keyboard = (length: number, seed: number): Float32Array => {
  const next = random(seed);
  const noise = white(length, seed + 1);
  const out = new Float32Array(length);
  for (let at = 0; at < length; at += Math.round((0.05 + 0.23 * next()) * SAMPLE_RATE)) {
    const loud = 0.4 + 0.6 * next();
    for (let i = 0; i < 0.015 * SAMPLE_RATE && at + i < length; i++)
      out[at + i] = loud * (noise[at + i] ?? 0) * Math.exp((-6 * i) / (0.015 * SAMPLE_RATE));
  }
  return out;
};

const BABBLE: readonly (readonly [voice: string, sentence: string])[] = [
  ['en+m2', 'We were at the mill until late, and then the lights went out one after the other.'],
  ['de+f2', 'Gestern haben wir lange auf den Zug gewartet, und dann kam gleich der nächste.'],
  ['ru+m3', 'Вчера мы долго ждали поезда, а потом пошли пешком через мост.'],
  ['fr+f3', 'Hier nous avons attendu le train très longtemps, puis nous sommes rentrés à pied.'],
  ['es+m4', 'Ayer esperamos el tren mucho tiempo y luego volvimos a casa por el puente.'],
  ['en+f4', 'Nobody told me that the shop closes at noon, so I went home without bread.'],
];

/** Six voices at a time, each over and over. */
const babble = (length: number): Float32Array => {
  const out = new Float32Array(length);
  for (const [index, [voice, sentence]] of BABBLE.entries()) {
    const { samples, spoken } = speak(voice, [sentence]);
    const said = samples.filter((_, i) => spoken[i] === 1);
    for (let i = 0; i < length; i++) out[i] = (out[i] ?? 0) + (said[(i + index * 7_919) % said.length] ?? 0);
  }
  return out;
};

export const NOISES: Readonly<Record<NoiseName, (length: number, seed: number) => Float32Array>> = {
  white,
  pink,
  hum,
  babble,
  keyboard,
  fan,
};
