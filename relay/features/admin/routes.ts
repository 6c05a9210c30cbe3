import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { Instant } from '#shared/protocol/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import { type Route, route } from '../../http/route.ts';
import { hashed } from '../../hub/hashed.ts';
import type { Device } from '../../hub/people.ts';
import type { Store } from '../../store/store.ts';

export interface AdminRoutesOptions {
  readonly store: Store;
  /** Whose token this is; refuses where there is no session. */
  readonly signedIn: (token: string) => Promise<Device>;
  readonly clock: () => Instant;
}

/** What only an administrator may ask for. They see no content: there is none here. */
export const adminRoutes = ({ store, signedIn, clock }: AdminRoutesOptions): readonly Route[] => [
  route(
    { method: 'POST', path: '/api/access-keys', answers: z.object({ access_key: z.string() }), status: 201 },
    async ({ token }) => {
      const { person } = await signedIn(token);
      if (person.role !== 'admin') throw new Refusal('forbidden', 'only an administrator issues access keys');
      const key = `tc_k_${randomBytes(24).toString('base64url')}`;
      await store.addAccessKey(hashed(key), clock());
      return { access_key: key };
    },
  ),
];
