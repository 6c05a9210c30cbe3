import type { Presence } from '#shared/protocol/frames.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

/** Who is there now. Empty while the link is down: presence expires with it. */
export type PresenceMap = ReadonlyMap<AccountId, Presence>;
