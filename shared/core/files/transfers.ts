import type { ItemKey } from '../chat/item-key.ts';
import type { Reason } from '../reason.ts';

/**
 * A message's file on its way to or from the relay, in this context. `bytes` of `of` have arrived. An upload that fails
 * for good is a message that failed: what is here are downloads.
 */
export type Transfer =
  | { readonly state: 'up' | 'down'; readonly bytes: number; readonly of: number }
  | { readonly state: 'failed'; readonly reason: Reason };

export type Transfers = ReadonlyMap<ItemKey, Transfer>;

export type TransferEvent =
  | { readonly type: 'transfer-moved'; readonly item: ItemKey; readonly transfer: Transfer }
  /** It is done, or nobody wants it any more. */
  | { readonly type: 'transfer-over'; readonly item: ItemKey };

export const noTransfers: Transfers = new Map();

export const transfers = (state: Transfers, event: TransferEvent): Transfers => {
  if (event.type === 'transfer-moved') return new Map(state).set(event.item, event.transfer);
  if (!state.has(event.item)) return state;
  const left = new Map(state);
  left.delete(event.item);
  return left;
};
