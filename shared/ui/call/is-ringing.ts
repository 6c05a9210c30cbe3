import type { AppState } from '#shared/core/app.ts';

/** Somebody calls, and is heard here. */
export const isRinging = ({ call }: AppState): boolean => call.phase === 'incoming' && call.ringsHere && !call.silent;
