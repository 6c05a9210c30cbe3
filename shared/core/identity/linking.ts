import type { DeviceId } from '#shared/protocol/ids.ts';
import type { Reason } from '../reason.ts';

/** What stands before a device's code in its picture. */
export const LINK_PREFIX = 'tincan:device:';

/**
 * Two own devices on the way to be one person's. The one that is confirmed gives, the new one takes. Nothing travels
 * before the person has said on both that they show the same digits.
 */
export interface Linking {
  readonly role: 'giver' | 'taker';
  readonly other: DeviceId;
  readonly phase:
    | { readonly name: 'calling' }
    /** Six digits. */
    | { readonly name: 'comparing'; readonly digits: string }
    /** Said here; not yet on the other device. */
    | { readonly name: 'agreed'; readonly digits: string }
    /** Parts that have arrived, of all. */
    | { readonly name: 'moving'; readonly arrived: number; readonly all: number }
    | { readonly name: 'done' }
    | { readonly name: 'failed'; readonly reason: Extract<Reason, 'offline' | 'link_refused' | 'internal'> };
}
