import type { CallId } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { Reason } from '../reason.ts';
import type { ActiveCall, LocalShare, ShareKind, StreamId } from './call.ts';
import type { CallStep } from './endings.ts';
import type { CallState } from './memory.ts';

// Showing a screen or a tab to the other side.

export type ShareEvent =
  /** `tabCapture` names the tab that the extension may capture. */
  | { readonly type: 'share-asked'; readonly kind: ShareKind; readonly tabCapture?: string }
  /** By the person, or by another context of this device: one's own share, else the one of the other side. */
  | { readonly type: 'share-stop-asked' }
  | { readonly type: 'share-started'; readonly call: CallId; readonly stream: StreamId; readonly sound: boolean }
  | { readonly type: 'share-failed'; readonly call: CallId; readonly reason: Reason }
  /** The browser or the shared tab ended it. */
  | { readonly type: 'share-ended'; readonly call: CallId };

const none: LocalShare = { state: 'none' };

const set = (state: CallState, call: ActiveCall, share: LocalShare): CallState => ({
  ...state,
  call: { ...call, share },
});

/** Somebody wants no more of what this side shows. */
export const stopShare = (state: CallState, call: ActiveCall): CallStep => {
  if (call.share.state === 'none') return [state, []];
  return [set(state, call, none), call.share.state === 'failed' ? [] : [{ type: 'share-end' }]];
};

export const share = (state: CallState, event: ShareEvent): CallStep => {
  const { call } = state;
  if (call.phase === 'other-context') {
    if (event.type === 'share-stop-asked') {
      return [state, [{ type: 'window-message', message: { type: 'stop-sharing' } }]];
    }
    if (event.type === 'share-asked' && event.tabCapture !== undefined) {
      const { tabCapture } = event;
      return [state, [{ type: 'window-message', message: { type: 'share-tab', tabCapture } }]];
    }
  }
  if (call.phase !== 'active') return [state, []];
  switch (event.type) {
    case 'share-asked': {
      if (call.share.state === 'starting') return [state, []];
      const { kind, tabCapture } = event;
      return [
        set(state, call, { state: 'starting', kind }),
        [{ type: 'share', call: call.call, kind, ...(tabCapture !== undefined && { tabCapture }) }],
      ];
    }
    case 'share-stop-asked':
      return call.share.state === 'none' && call.remoteShares.length > 0
        ? [state, [{ type: 'peer-message', call: call.call, message: { type: 'stop-your-share' } }]]
        : stopShare(state, call);
    case 'share-started': {
      if (event.call !== call.call || call.share.state !== 'starting') return [state, []];
      const { stream, sound } = event;
      return [set(state, call, { state: 'on', kind: call.share.kind, stream, sound }), []];
    }
    case 'share-failed': {
      if (event.call !== call.call || call.share.state !== 'starting') return [state, []];
      const { reason } = event;
      return [
        set(state, call, reason === 'share_cancelled' ? none : { state: 'failed', kind: call.share.kind, reason }),
        [],
      ];
    }
    case 'share-ended':
      return event.call === call.call && call.share.state === 'on' ? [set(state, call, none), []] : [state, []];
    default:
      return assertNever(event);
  }
};
