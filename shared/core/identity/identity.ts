import type { AccountId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import type { Linking } from './linking.ts';

/** What a person should know of a contact's identity; a contact who is not here was met and never compared with. */
export type Standing =
  /** The numbers were compared. */
  | 'verified'
  /** Another identity is offered in place of the verified one: nothing is sent until the person decides. */
  | 'offered'
  /** Another identity took the place of one that nobody had verified. */
  | 'replaced';

/** What the relay said about somebody's devices that does not hold. */
export interface Doubt {
  readonly account: AccountId;
  readonly what:
    | 'ghost' // a device that the account's owner has not confirmed
    | 'older' // a device list from before the one that is known
    | 'contradicting' // two lists of the same version, or one that does not follow
    | 'split' // others are shown another list of the same version
    | 'withheld' // others know a newer list, which the relay does not show
    | 'unsigned'; // a list that its identity key has not signed
}

/** Whose device this is, as far as its account's own signature goes, and who the others are. */
export interface Identity {
  /** `unconfirmed`: signed in, but not in the account's device list: it can neither send nor be sent to. */
  readonly device: 'unknown' | 'confirmed' | 'unconfirmed';
  /** Own devices that have signed in and wait to be confirmed on this one. */
  readonly waiting: readonly DeviceId[];
  readonly people: ReadonlyMap<AccountId, Standing>;
  /** What goes on between this device and another own one. */
  readonly linking?: Linking | undefined;
  /** When the person made the recovery key that is good now. */
  readonly recoverySince?: Instant | undefined;
  /** Each is shown until someone has seen it. */
  readonly doubts: readonly Doubt[];
}
