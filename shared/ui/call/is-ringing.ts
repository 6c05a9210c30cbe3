import type { AppState } from '#shared/core/app.ts';

/** Somebody calls, and is heard here: also during a call. */
export const isRinging = ({ call }: AppState): boolean =>
  call.phase === 'active'
    ? call.waiting !== undefined && !call.waiting.silent
    : call.phase === 'incoming' && call.ringsHere && !call.silent;
