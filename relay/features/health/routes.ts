import * as z from 'zod/mini';
import { Refusal } from '../../http/refusal.ts';
import { type Route, route } from '../../http/route.ts';
import type { Store } from '../../store/store.ts';
import type { Health } from './health.ts';

const well = <const Status extends string>(status: Status) => z.object({ status: z.literal(status) });

/** For whoever watches over the relay: whether it lives, and whether it can do its work. */
export const healthRoutes = (store: Pick<Store, 'hasAdmin'>, health: Health): readonly Route[] => [
  route(
    {
      method: 'GET',
      path: '/health',
      summary: 'Whether the relay and its database are there',
      by: 'anyone',
      answers: well('ok'),
      refuses: [],
    },
    async () => {
      await store.hasAdmin(); // a relay whose database does not answer is not well
      return { status: 'ok' };
    },
  ),
  route(
    {
      method: 'GET',
      path: '/health/ready',
      summary: 'Whether the relay can do its work: a database that takes writes, room on the disk',
      by: 'anyone',
      answers: well('ready'),
      refuses: ['unavailable'],
    },
    async () => {
      const complaints = await health.complaints();
      if (complaints.length > 0) throw new Refusal('unavailable', complaints.join('; '));
      return { status: 'ready' };
    },
  ),
];
