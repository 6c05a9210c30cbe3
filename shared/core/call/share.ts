import type { CallId } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { Reason } from '../reason.ts';
import type { ActiveCall, ShareKind, ShareRequest, StreamId } from './call.ts';
import type { CallEffect } from './effects.ts';
import type { CallStep } from './endings.ts';
import type { CallState } from './memory.ts';

// Showing screens and tabs to the other side.

/** At once, of one person: each is a picture of its own to be encoded, and to find a place for. */
export const MOST_SHARES = 4;

export type ShareEvent =
  /** `tabCapture` names the tab that the extension may capture. */
  | { readonly type: 'share-asked'; readonly kind: ShareKind; readonly tabCapture?: string }
  /**
   * `stream`: this one, of either side. Without it, by the person or by another context of this device: all of one's own,
   * else all of the other side.
   */
  | { readonly type: 'share-stop-asked'; readonly stream?: StreamId | undefined }
  | { readonly type: 'share-started'; readonly call: CallId; readonly stream: StreamId; readonly sound: boolean }
  | { readonly type: 'share-failed'; readonly call: CallId; readonly reason: Reason }
  /** The browser or the shared tab ended it. */
  | { readonly type: 'share-ended'; readonly call: CallId; readonly stream: StreamId };

const none: ShareRequest = { state: 'none' };

const set = (
  state: CallState,
  call: ActiveCall,
  change: Partial<Pick<ActiveCall, 'shares' | 'shareRequest'>>,
): CallState => ({ ...state, call: { ...call, ...change } });

/** Whether this side shows something, or is about to. */
export const isSharing = ({ shares, shareRequest }: Pick<ActiveCall, 'shares' | 'shareRequest'>): boolean =>
  shares.length > 0 || shareRequest.state === 'starting';

/** Somebody wants no more of this that is shown from here. */
export const stopShare = (state: CallState, call: ActiveCall, stream: StreamId): CallStep => {
  const shares = call.shares.filter((share) => share.stream !== stream);
  return shares.length === call.shares.length
    ? [state, []]
    : [set(state, call, { shares }), [{ type: 'share-end', stream }]];
};

/** Of a call in which nothing is shown from here. */
export const nothingShared: Pick<ActiveCall, 'shares' | 'shareRequest'> = { shares: [], shareRequest: none };

/** What ends everything that is shown from here. */
export const endOfShares = ({ shares, shareRequest }: ActiveCall): readonly CallEffect[] => [
  ...(shareRequest.state === 'starting' ? [{ type: 'share-request-end' } as const] : []),
  ...shares.map(({ stream }) => ({ type: 'share-end', stream }) as const),
];

const stopSharing = (state: CallState, call: ActiveCall): CallStep =>
  call.shares.length === 0 && call.shareRequest.state === 'none'
    ? [state, []]
    : [set(state, call, nothingShared), endOfShares(call)];

const stop = (state: CallState, call: ActiveCall, stream: StreamId | undefined): CallStep => {
  const theirs = call.remoteShares.filter((share) => stream === undefined || share.stream === stream);
  const asked: CallStep = [
    state,
    theirs.map(({ share }) => ({ type: 'peer-message', call: call.call, message: { type: 'stop-your-share', share } })),
  ];
  if (stream !== undefined) return theirs.length > 0 ? asked : stopShare(state, call, stream);
  return isSharing(call) || theirs.length === 0 ? stopSharing(state, call) : asked;
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
      if (call.shareRequest.state === 'starting') return [state, []];
      const { kind, tabCapture } = event;
      if (call.shares.length >= MOST_SHARES) {
        return [set(state, call, { shareRequest: { state: 'full' } }), []];
      }
      return [
        set(state, call, { shareRequest: { state: 'starting', kind } }),
        [{ type: 'share', call: call.call, kind, ...(tabCapture !== undefined && { tabCapture }) }],
      ];
    }
    case 'share-stop-asked':
      return stop(state, call, event.stream);
    case 'share-started': {
      if (event.call !== call.call || call.shareRequest.state !== 'starting') return [state, []];
      const { stream, sound } = event;
      const { kind } = call.shareRequest;
      return [set(state, call, { shareRequest: none, shares: [...call.shares, { stream, kind, sound }] }), []];
    }
    case 'share-failed': {
      if (event.call !== call.call || call.shareRequest.state !== 'starting') return [state, []];
      const { reason } = event;
      const { kind } = call.shareRequest;
      const shareRequest: ShareRequest = reason === 'share_cancelled' ? none : { state: 'failed', kind, reason };
      return [set(state, call, { shareRequest }), []];
    }
    case 'share-ended': {
      const shares = call.shares.filter(({ stream }) => stream !== event.stream);
      return event.call === call.call && shares.length < call.shares.length
        ? [set(state, call, { shares }), []]
        : [state, []];
    }
    default:
      return assertNever(event);
  }
};
