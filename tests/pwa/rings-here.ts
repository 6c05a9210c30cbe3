import type { IncomingCall } from '#shared/core/call/call.ts';
import { ann } from '#tests/fakes/ids.ts';

/** ann calls, and this page has the ring. */
export const ringsHere = (call: string): IncomingCall => ({
  phase: 'incoming',
  call,
  version: 1,
  person: ann,
  media: 'audio',
  since: 0,
  until: 60_000,
  ringsHere: true,
  silent: false,
});
