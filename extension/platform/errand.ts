import * as z from 'zod/mini';
import { type CallMedia, callMedia } from '#shared/protocol/call.ts';
import { type AccountId, accountId, type CallId, callId } from '#shared/protocol/ids.ts';

/** What the call window is opened, or called to the front, for. It travels in the window's fragment. */
export type Errand =
  | { readonly kind: 'call'; readonly person: AccountId; readonly media: CallMedia }
  | { readonly kind: 'answer'; readonly call: CallId; readonly media: CallMedia }
  | { readonly kind: 'ring'; readonly call: CallId }
  | { readonly kind: 'show' };

const fragment = z.union([
  z.object({ call: accountId, media: callMedia }),
  z.object({ answer: callId, media: callMedia }),
  z.object({ ring: callId }),
]);

/** `#call=<account>&media=video`, `#answer=<call>&media=audio`, `#ring=<call>` or nothing. */
export const fragmentOf = (errand: Errand): string => {
  switch (errand.kind) {
    case 'call':
      return `#call=${errand.person}&media=${errand.media}`;
    case 'answer':
      return `#answer=${errand.call}&media=${errand.media}`;
    case 'ring':
      return `#ring=${errand.call}`;
    case 'show':
      return '';
  }
};

/** What a fragment asks for; one that asks for nothing known only shows the window. */
export const errandIn = (text: string): Errand => {
  const asked = fragment.safeParse(Object.fromEntries(new URLSearchParams(text.replace(/^#/, ''))));
  if (!asked.success) return { kind: 'show' };
  const { data } = asked;
  if ('call' in data) return { kind: 'call', person: data.call, media: data.media };
  if ('answer' in data) return { kind: 'answer', call: data.answer, media: data.media };
  return { kind: 'ring', call: data.ring };
};
