/** The least that is told of a level: digital silence has no logarithm. */
export const SILENCE_DB = -120;

/** A factor of amplitude. */
export const amplitude = (db: number): number => 10 ** (db / 20);

/** dBFS of an amplitude, 1 being full scale. */
export const decibels = (value: number): number => Math.max(SILENCE_DB, 20 * Math.log10(value));

/** dBFS of the root mean square of some samples. */
export const levelOf = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return decibels(Math.sqrt(sum / Math.max(1, samples.length)));
};
