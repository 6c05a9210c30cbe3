import type { ActiveCall, OutgoingCall } from '#shared/core/call/call.ts';

/** Whether there is a picture of the other person's camera. */
export const isSeen = (call: ActiveCall | OutgoingCall): boolean =>
  call.phase === 'active' && call.remoteCamera === 'on' && !call.remotePaused && call.remoteStream !== undefined;
