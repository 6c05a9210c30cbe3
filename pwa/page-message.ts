import type { CallMedia } from '#shared/protocol/call.ts';
import type { AccountId, CallId } from '#shared/protocol/ids.ts';

/** What the service worker says to a page. `knows-call` is answered over the port that comes with it, once it does. */
export type PageMessage =
  | { readonly type: 'knows-call'; readonly call: CallId }
  | { readonly type: 'answer-call'; readonly call: CallId; readonly media: CallMedia }
  | { readonly type: 'call-back'; readonly person: AccountId; readonly media: CallMedia }
  | { readonly type: 'show-conversation'; readonly person: AccountId };
