import type { CallId } from '#shared/protocol/ids.ts';
import type { Call } from './call.ts';

/** Whether this call waits behind the one that is shown. */
export const isWaiting = (call: Call, id: CallId): boolean =>
  (call.phase === 'active' || call.phase === 'incoming') && call.waiting?.call === id;

/** Whether this call can be answered here, be it the one that is shown or not. */
export const isAnswerable = (call: Call, id: CallId): boolean =>
  (call.phase === 'incoming' && call.call === id) || isWaiting(call, id);
