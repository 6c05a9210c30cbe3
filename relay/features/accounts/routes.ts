import * as z from 'zod/mini';
import { login, ticket } from '#shared/protocol/account.ts';
import {
  people as peopleFound,
  registerRequest,
  session,
  sessionList,
  signInRequest,
} from '#shared/protocol/account-api.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import { accountId, deviceId } from '#shared/protocol/ids.ts';
import { sessionToken } from '#shared/protocol/own-account.ts';
import { Refusal } from '../../http/refusal.ts';
import { nothing, type Route, route } from '../../http/route.ts';
import type { People } from '../../hub/people.ts';
import { TICKET_SECONDS, type Tickets } from '../../hub/tickets.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { Store } from '../../store/store.ts';
import type { Accounts } from './accounts.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

export interface AccountRoutesOptions {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly people: People;
  readonly store: Store;
  readonly registrations: Throttle;
  readonly searches: KeyedBuckets;
  readonly clock: () => Instant;
}

/** One of the two. */
const personQuery = z
  .strictObject({ login: z.optional(login), uid: z.optional(accountId) })
  .check(z.refine((query) => Object.keys(query).length === 1, 'either login or uid'));

/** A session is known by its device. */
const sessionName = z.union([deviceId, z.literal('current')]);

export const accountRoutes = (options: AccountRoutesOptions): readonly Route[] => {
  const { accounts, sessions, tickets, people, store, registrations, searches, clock } = options;

  return [
    route(
      {
        method: 'POST',
        path: '/api/accounts',
        summary: 'Makes an account and signs its first device in',
        by: 'anyone',
        body: registerRequest,
        answers: session,
        status: 201,
        refuses: [
          'registration_closed',
          'access_key_invalid',
          'forbidden',
          'weak_password',
          'login_taken',
          'rate_limited',
          'unavailable',
          'disk_full',
        ],
      },
      async ({ body, ip }) => {
        const wait = await registrations(ip);
        if (wait > 0) throw new Refusal('rate_limited', 'too many new accounts from this address', wait);
        return accounts.register(body);
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/sessions',
        summary: 'Signs a device in',
        by: 'anyone',
        body: signInRequest,
        answers: session,
        status: 201,
        refuses: [
          'bad_credentials',
          'second_factor_required',
          'second_factor_wrong',
          'account_disabled',
          'rate_limited',
          'unavailable',
          'disk_full',
        ],
      },
      ({ body, ip }) => accounts.signIn(body, ip),
    ),

    route(
      {
        method: 'GET',
        path: '/api/sessions',
        summary: 'One’s own devices that are signed in',
        by: 'session',
        answers: sessionList,
        refuses: [],
      },
      async ({ device }) => {
        const list = await store.sessions(device.person.row);
        return { sessions: list.map((one) => ({ ...one, id: one.device, current: one.device === device.id })) };
      },
    ),

    route(
      {
        method: 'DELETE',
        path: '/api/sessions/:id',
        summary: 'Signs one of one’s own devices out; `current` is the one that asks',
        by: 'session',
        parameters: { id: sessionName },
        answers: nothing,
        status: 204,
        refuses: [],
      },
      async ({ device, parameters }) => {
        const id = parameters.id === 'current' ? device.id : parameters.id;
        if (!(await sessions.end(device.person, id))) throw new Refusal('not_found', 'no such session');
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/sessions/current/token',
        summary: 'A new token for the session; the present one is good until ten minutes after this one is first shown',
        by: 'session',
        answers: sessionToken,
        status: 201,
        refuses: ['disk_full'],
      },
      async ({ device }) => ({ token: await sessions.renewToken(device) }),
    ),

    route(
      {
        method: 'POST',
        path: '/api/ws-ticket',
        summary: 'A ticket that opens one socket, from the same Origin',
        by: 'session',
        answers: ticket,
        refuses: [],
      },
      ({ device, origin }) => ({ ticket: tickets.issue(device, origin, clock()), expires_in: TICKET_SECONDS }),
    ),

    route(
      {
        method: 'GET',
        path: '/api/people',
        summary:
          'Looks somebody up by login or by UID, exactly; nobody is an answer, too, and so is who does not want to be found',
        by: 'session',
        query: personQuery,
        answers: peopleFound,
        refuses: ['rate_limited'],
      },
      async ({ device: { person: self }, query }) => {
        const wait = searches.take(self.uid, clock());
        if (wait > 0) throw new Refusal('rate_limited', 'too many searches', wait);
        const found = await (query.uid === undefined ? people.loadByLogin(query.login ?? '') : people.load(query.uid));
        if (!found || !people.finds(self, found)) return { people: [] };
        const facts = { uid: found.uid, login: found.login };
        if (people.relation(self, found) !== 'contact') return { people: [facts] };
        // Whoever blocks the one who asks is, for them, a contact who is not there.
        const online =
          people.relation(found, self) === 'contact' && found.endpoints.some(({ phase }) => phase === 'ready');
        return { people: [{ ...facts, online }] };
      },
    ),
  ];
};
