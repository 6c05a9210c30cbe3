import type { Identity } from '#shared/core/identity/identity.ts';

/** Whether a person has something to read or to do about who is who. */
export const needsAttention = ({ device, waiting, doubts, linking }: Identity): boolean =>
  device === 'unconfirmed' || waiting.length > 0 || doubts.length > 0 || linking !== undefined;
