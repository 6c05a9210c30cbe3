import { directConversation } from '#shared/protocol/conversation.ts';
import type { CallSummary } from '#shared/protocol/envelope.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { CallEntry, CallOutcome } from './timeline.ts';

const outcome = ({ reason, answered_at }: CallSummary, outgoing: boolean): CallOutcome => {
  if (answered_at !== undefined) return 'answered';
  switch (reason) {
    case 'declined':
      return 'declined';
    case 'no-answer':
      return outgoing ? 'no-answer' : 'missed';
    case 'cancelled':
    case 'hang-up':
      return outgoing ? 'cancelled' : 'missed';
    case 'busy':
      return outgoing ? 'busy' : 'missed';
    default:
      return outgoing ? 'failed' : 'missed';
  }
};

/**
 * The line a finished call leaves in a conversation. None where the call never was one: of two that crossed only the
 * surviving one counts, and the callee never heard of one that needed permission.
 */
export const callEntry = (summary: CallSummary, self: AccountId): Omit<CallEntry, 'position'> | undefined => {
  const { call, caller, callee, media, started_at, answered_at, ended_at, reason, answerer, ended_by } = summary;
  const outgoing = caller === self;
  if (reason === 'glare' || (reason === 'needs-permission' && !outgoing)) return undefined;
  return {
    kind: 'call',
    id: call,
    conversation: directConversation(caller, callee),
    direction: outgoing ? 'outgoing' : 'incoming',
    outcome: outcome(summary, outgoing),
    media,
    at: started_at,
    seconds: answered_at === undefined ? 0 : Math.max(0, Math.round((ended_at - answered_at) / 1_000)),
    reason,
    ...(answerer && { answerer }),
    ...(ended_by && { ended_by }),
  };
};
