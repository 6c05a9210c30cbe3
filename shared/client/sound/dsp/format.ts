/** Everything here works on one channel at this rate, in Hz: that of Opus and of the engines. */
export const SAMPLE_RATE = 48_000;

/** Samples that the browser hands to a worklet at a time. */
export const BLOCK = 128;

export const samplesIn = (ms: number): number => Math.round((ms * SAMPLE_RATE) / 1000);
