import type { AccountId } from '#shared/protocol/ids.ts';

/** What two people hold against each other to know that nobody stands between them. */
export interface Comparison {
  readonly account: AccountId;
  /** The identity that is compared. */
  readonly identityKey: string;
  /** Twelve groups of five, the same for both people. */
  readonly digits: readonly string[];
  /** What the QR code of this screen says, and what that of the other person's has to say. */
  readonly shows: string;
  readonly expects: string;
}

/** Every QR code of this kind begins so; anything else is about something else. */
export const COMPARISON_PREFIX = 'tincan.verify.v1:';
