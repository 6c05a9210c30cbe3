import type { ItemKey } from '#shared/core/chat/item-key.ts';
import type { Delivery, Message } from '#shared/core/chat/timeline.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { Content } from '#shared/protocol/content.ts';
import type { AccountId, EnvelopeId, Instant } from '#shared/protocol/ids.ts';

/** By what its store and its sockets call it. */
export type DeviceName = string;

/** What happened on a device, in the order in which it was seen. */
export type Happening = { readonly device: DeviceName } & (
  | /** On the disk, to be sent. */
  { readonly what: 'written'; readonly id: EnvelopeId; readonly content: Content }
  /** The person was told that this text, of a message or of an edit, is kept. */
  | { readonly what: 'promised'; readonly text: string }
  /** The relay has said when it committed it. */
  | { readonly what: 'committed'; readonly id: EnvelopeId; readonly at: Instant }
  /** Messages of the other person are on the disk. */
  | { readonly what: 'stored'; readonly messages: readonly ItemKey[] }
  /** The person has read what is here. `since`: how much had happened when they began; `perhaps` came while they did. */
  | {
      readonly what: 'read';
      readonly since: number;
      readonly surely: readonly ItemKey[];
      readonly perhaps: readonly ItemKey[];
    }
  /** An own message was shown to have come this far. */
  | { readonly what: 'shown'; readonly message: ItemKey; readonly state: Delivery['state'] }
  | { readonly what: 'noticed'; readonly reason: Reason }
);

/** What a device has of the conversation when everything is over. */
export interface View {
  readonly device: DeviceName;
  readonly person: AccountId;
  readonly messages: readonly Message[];
  readonly unread: number;
  /** What has not been sent. */
  readonly waiting: number;
}
