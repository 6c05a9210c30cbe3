import type { AccountId, Instant } from '#shared/protocol/ids.ts';

/** Who is writing to this person now, and until when that is believed. Empty while the link is down. */
export type Typing = ReadonlyMap<AccountId, Instant>;
