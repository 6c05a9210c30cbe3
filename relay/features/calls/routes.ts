import { callId } from '#shared/protocol/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import { nothing, type Route, route } from '../../http/route.ts';
import type { Calls } from './calls.ts';

/** What a device that was woken for a moment does about a call; the rest takes a socket. */
export const callRoutes = ({ decline }: Pick<Calls, 'decline'>): readonly Route[] => [
  route(
    {
      method: 'POST',
      path: '/api/calls/:call/decline',
      summary: 'Declines a call that rings, for a device without a socket',
      by: 'session',
      parameters: { call: callId },
      answers: nothing,
      status: 204,
      refuses: ['call_unknown'],
    },
    ({ device, parameters }) => {
      if (!decline(device, parameters.call)) throw new Refusal('call_unknown', 'call: not known, or no longer');
    },
  ),
];
