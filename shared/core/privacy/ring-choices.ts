import type { AccountId } from '#shared/protocol/ids.ts';

/** Minutes since midnight, by the clock of whichever device rings. Where `from` is later than `to` the night is between. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** How calls ring. The same on all devices of a person. */
export interface RingChoices {
  /** Their calls are shown and make no sound (call-flow.md R12). */
  readonly silent: readonly AccountId[];
  /** Their calls ring in quiet hours, too. */
  readonly always: readonly AccountId[];
  readonly quiet?: QuietHours | undefined;
  /** Whoever calls during a call is told of, where they would hear that one is busy (R15). */
  readonly waiting: boolean;
}

/** As it is until the person decides otherwise. */
export const defaultRingChoices: RingChoices = { silent: [], always: [], waiting: false };
