import type { CallMedia } from '#shared/protocol/call.ts';
import type { AccountId, CallId } from '#shared/protocol/ids.ts';

/** What the call window is opened, or called to the front, for. It travels in the window's fragment (`read-errand.ts`). */
export type Errand =
  | { readonly kind: 'call'; readonly person: AccountId; readonly media: CallMedia }
  | { readonly kind: 'answer'; readonly call: CallId; readonly media: CallMedia }
  | { readonly kind: 'ring' | 'move'; readonly call: CallId }
  /** Whole, as it was sent to somebody. */
  | { readonly kind: 'room'; readonly link: string }
  | { readonly kind: 'show' };

/** `#call=<account>&media=video`, `#answer=<call>&media=audio`, `#ring=<call>`, `#move=<call>`, `#room=<link>` or nothing. */
export const fragmentOf = (errand: Errand): string => {
  switch (errand.kind) {
    case 'call':
      return `#call=${errand.person}&media=${errand.media}`;
    case 'answer':
      return `#answer=${errand.call}&media=${errand.media}`;
    case 'ring':
    case 'move':
      return `#${errand.kind}=${errand.call}`;
    case 'room':
      return `#room=${errand.link}`;
    case 'show':
      return '';
  }
};
