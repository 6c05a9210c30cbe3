import type { Reason } from '../reason.ts';

/** What came of trying to get an account's identity back with the words of its recovery key. */
export type Restoration =
  | { readonly ok: true }
  /** There are 24 words. */
  | { readonly ok: false; readonly why: 'count'; readonly words: number }
  /** The list has no such word; `number` counts from 1. */
  | { readonly ok: false; readonly why: 'word'; readonly number: number; readonly word: string }
  | {
      readonly ok: false;
      readonly why:
        | 'checksum' // known words that are no key: one of them is another, or two have changed places
        | 'missing' // the account has no backup
        | 'other-key' // the backup is of another recovery key
        | 'replaced'; // the account has started over since
    }
  | { readonly ok: false; readonly why: 'refused'; readonly reason: Reason };
