import type { CallMedia } from '#shared/protocol/call.ts';
import type { CallId, ConversationId } from '#shared/protocol/ids.ts';
import type { Touched } from './chat/transition.ts';

/** What the contexts of one device tell each other. */
export type WindowMessage =
  | { readonly type: 'conversation-changed'; readonly conversation: ConversationId; readonly touched?: Touched }
  | { readonly type: 'session-changed' }
  | { readonly type: 'privacy-changed' }
  | { readonly type: 'identity-changed' }
  | { readonly type: 'ring-taken'; readonly call: CallId }
  | { readonly type: 'answer-call'; readonly call: CallId; readonly media: CallMedia }
  | { readonly type: 'hang-up'; readonly call: CallId }
  /** The context that had it says so; the relay may not be there to tell. */
  | { readonly type: 'call-over'; readonly call: CallId }
  | { readonly type: 'toggle-microphone' }
  | { readonly type: 'share-tab'; readonly tabCapture: string }
  | { readonly type: 'stop-sharing' };
