/** Milliseconds for which a call rings, from `created_at`; `otherwise` where the callee has chosen nothing. */
export const ringMsOf = (record: { readonly ring_seconds?: number | undefined }, otherwise: number): number =>
  record.ring_seconds === undefined ? otherwise : record.ring_seconds * 1000;
