import type { EndReason } from '#shared/protocol/call.ts';

/** How an ended call looks to `name`'s partner; completes “Ended: …”. */
export const endingsEn: Record<EndReason, (name: string, mine: boolean) => string> = {
  'hang-up': (name, mine) => (mine ? 'you hung up' : `${name} hung up`),
  declined: (name, mine) => (mine ? 'you declined' : `${name} declined`),
  busy: (name, mine) => (mine ? 'you were in another call' : `${name} was in another call`),
  'no-answer': () => 'no answer',
  cancelled: (name, mine) => (mine ? 'you cancelled' : `${name} cancelled`),
  glare: (name) => `you and ${name} called each other`,
  'needs-permission': (name) => `${name} does not take calls from you yet`,
  'failed-signaling': () => 'the devices could not reach each other through the relay',
  'failed-media': () => 'no path for sound and picture could be found',
  'reconnect-failed': () => 'the connection was lost',
};
