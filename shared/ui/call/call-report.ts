import type { CallReport } from '#shared/client/ports.ts';
import type { EndedCall } from '#shared/core/call/call.ts';
import { version } from '../../../package.json';

/** Versions to two places: four would look like an address. */
const plainBrowser = (agent: string): string => agent.replace(/(\d+\.\d+)(?:\.\d+)+/g, '$1');

/**
 * What whoever cares for the relay can be shown of a bad call (call-flow.md R40), as JSON: how it ended, what its path did
 * and how good it was. No address, no name, no UID.
 */
export const callReport = ({ call, role, media, ending }: EndedCall, report: CallReport | undefined, agent: string) => {
  const { choices, course } = report ?? {};
  const { events, looks, candidates } = course?.call === call ? course : {};
  return JSON.stringify(
    {
      tincan: version,
      browser: plainBrowser(agent),
      role,
      media,
      ending,
      ...(choices && { lowData: choices.lowData }),
      events,
      looks,
      candidates,
    },
    undefined,
    2,
  );
};
