import type { EndedCall } from './call.ts';

/** Nobody spoke with the caller, and they are contacts: something can be left for them (call-flow.md R39). */
export const wasInVain = ({ role, ending }: EndedCall): boolean => {
  if (role !== 'caller') return false;
  if (ending.kind === 'refused') return ending.reason === 'unanswered';
  return ending.kind === 'ended' && ending.seconds === 0 && ending.reason !== 'needs-permission';
};
