import type { ErrorCode } from '#shared/protocol/errors.ts';

/** Why something could not be done: the relay's refusals and what can go wrong on the device. Words: `ui/strings`. */
export type Reason =
  | ErrorCode
  | 'offline' // the relay cannot be reached now
  | 'not_a_relay' // something answered at that address, but not a Tincan relay of this version
  | 'storage_full'
  | 'storage_blocked'
  | 'unsealable' // a message could not be opened with this device's keys
  | 'unconfirmed' // this device is not in its account's device list, so nobody would listen to it
  | 'identity_changed' // a verified contact may be somebody else now
  | 'link_refused' // the devices did not show the same digits, or somebody ended it
  | 'device_denied' // the person or the system refused microphone, camera or screen
  | 'device_missing'
  | 'device_busy'
  | 'cancelled' // the person has ended it
  | 'calls_unsupported' // this browser has no WebRTC, or it is turned off
  | 'share_cancelled' // the picker was closed without a choice
  | 'share_unsupported'
  | 'already_shared' // the tab is being captured already
  | 'already_in_call';

/** What every act of the client resolves to; acts never reject for reasons a person can meet. */
export type Outcome<T = void> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: Reason };

export const done: Outcome = { ok: true, value: undefined };
export const failed = (reason: Reason): Outcome<never> => ({ ok: false, reason });
