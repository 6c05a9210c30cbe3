import type { Measurement } from '#shared/core/quality/measurement.ts';

/** A call to which nothing happens. */
export const calm: Measurement = {
  rtt: 20,
  jitter: 2,
  lossIn: 0,
  lossOut: 0,
  concealed: 0,
  frozen: 0,
  sent: 1500,
  received: 1500,
  available: 3000,
  relayed: false,
  picture: {},
};
