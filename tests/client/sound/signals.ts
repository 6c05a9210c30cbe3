import { BLOCK, SAMPLE_RATE } from '#shared/client/sound/dsp/format.ts';

/** A sine; `db` is its RMS in dBFS. */
export const tone = (frequency: number, db: number, seconds: number): Float32Array =>
  Float32Array.from(
    { length: seconds * SAMPLE_RATE },
    (_, i) => Math.SQRT2 * 10 ** (db / 20) * Math.sin((2 * Math.PI * frequency * i) / SAMPLE_RATE),
  );

export const silence = (seconds: number): Float32Array => new Float32Array(seconds * SAMPLE_RATE);

export const join = (...parts: readonly Float32Array[]): Float32Array => {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

/** What `work` makes of it, block by block. */
export const inBlocks = (samples: Float32Array, work: (block: Float32Array) => void): Float32Array => {
  const out = new Float32Array(Math.ceil(samples.length / BLOCK) * BLOCK);
  out.set(samples);
  for (let at = 0; at < out.length; at += BLOCK) work(out.subarray(at, at + BLOCK));
  return out;
};
