import type { Client } from '#shared/client/client.ts';
import { callId } from '#shared/protocol/ids.ts';
import { shownIds, withdraw } from '../platform/notifications.ts';
import { rings, when } from '../when.ts';

/** So long after it is there the relay may take to tell of a call. */
const TOLD_MS = 5_000;

/**
 * Rings that were shown when the browser ended the worker, and whose end nobody has heard of: they would stay until they
 * were clicked. Those that still ring are left.
 */
export const withdrawStaleRings = async (client: Client): Promise<void> => {
  const left = (await shownIds()).filter((id) => callId.safeParse(id).success);
  if (left.length === 0) return;
  await when(client, ({ link }) => link.state === 'online');
  await new Promise((resolve) => setTimeout(resolve, TOLD_MS));
  for (const id of left) if (!rings(id)(client.state())) await withdraw(id);
};
