import * as z from 'zod/mini';
import { Refusal } from '../../http/refusal.ts';
import { type Route, route } from '../../http/route.ts';
import type { Device } from '../../hub/people.ts';
import type { Calls } from './calls.ts';

/** What a device that was woken for a moment does about a call; the rest takes a socket. */
export const callRoutes = (
  { decline }: Pick<Calls, 'decline'>,
  signedIn: (token: string) => Promise<Device>,
): readonly Route[] => [
  route(
    { method: 'POST', path: '/api/calls/:call/decline', answers: z.undefined(), status: 204 },
    async ({ token, parameters }) => {
      if (!decline(await signedIn(token), parameters.call ?? ''))
        throw new Refusal('call_unknown', 'call: not known, or no longer');
    },
  ),
];
