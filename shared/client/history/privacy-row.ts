import { defaultPrivacy, type Privacy } from '#shared/core/privacy/privacy.ts';
import type { EnvelopeId, Instant } from '#shared/protocol/ids.ts';

/** With the choice that it comes from: of two devices' choices the later one stands, on all of them. */
export interface PrivacyRow extends Privacy {
  readonly at: Instant;
  readonly id: EnvelopeId;
}

/** A choice of an earlier version lacks what came later. */
export const privacyOf = (row: PrivacyRow | undefined): Privacy => {
  if (!row) return defaultPrivacy;
  const { at: _at, id: _id, ...privacy } = row;
  return { ...defaultPrivacy, ...privacy };
};
