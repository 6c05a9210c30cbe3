const bitReversed = (index: number, bits: number): number => {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit++) reversed |= ((index >> bit) & 1) << (bits - 1 - bit);
  return reversed;
};

/**
 * Power of each bin from 0 to half the rate, of samples whose number is a power of two and which carry their window
 * already. Radix-2 FFT (Cooley and Tukey).
 */
export const powerSpectrum = (samples: Float32Array): Float32Array => {
  const size = samples.length;
  const bits = Math.log2(size);
  if (!Number.isInteger(bits)) throw new Error('The number of samples must be a power of two');
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let i = 0; i < size; i++) re[bitReversed(i, bits)] = samples[i] ?? 0;
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      const cos = Math.cos((Math.PI * k) / half);
      const sin = -Math.sin((Math.PI * k) / half);
      for (let i = k; i < size; i += 2 * half) {
        const [r, m] = [re[i + half] ?? 0, im[i + half] ?? 0];
        const [tr, ti] = [r * cos - m * sin, r * sin + m * cos];
        re[i + half] = (re[i] ?? 0) - tr;
        im[i + half] = (im[i] ?? 0) - ti;
        re[i] = (re[i] ?? 0) + tr;
        im[i] = (im[i] ?? 0) + ti;
      }
    }
  }
  return Float32Array.from({ length: size / 2 + 1 }, (_, i) => (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2);
};

export const hann = (size: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
