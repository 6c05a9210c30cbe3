/** The samples of a mono WAV of 16 bits, in [−1, 1), and their rate in Hz. */
export const readWav = (file: Buffer): { readonly rate: number; readonly samples: Float32Array } => {
  const start = file.indexOf('data') + 8;
  // What comes from a pipe has a length that was never put in.
  const count = (file.length - start) >> 1;
  const samples = Float32Array.from({ length: count }, (_, i) => file.readInt16LE(start + 2 * i) / 32_768);
  return { rate: file.readUInt32LE(24), samples };
};

/** Zero crossings of the sinc on each side. */
const REACH = 24;

/** Band-limited, by a sinc under a Hann window. */
export const resample = (samples: Float32Array, from: number, to: number): Float32Array => {
  const step = from / to;
  const out = new Float32Array(Math.floor(samples.length / step));
  for (let i = 0; i < out.length; i++) {
    const at = i * step;
    const middle = Math.floor(at);
    let sum = 0;
    for (let k = middle - REACH + 1; k <= middle + REACH; k++) {
      const x = at - k;
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      sum += (samples[k] ?? 0) * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / REACH));
    }
    out[i] = sum;
  }
  return out;
};
