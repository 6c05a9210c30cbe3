import * as z from 'zod/mini';
import {
  login,
  people as peopleFound,
  registerRequest,
  session,
  sessionList,
  signInRequest,
  ticket,
} from '#shared/protocol/account.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import { accountId } from '#shared/protocol/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import { type Route, route } from '../../http/route.ts';
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

const personQuery = z.union([z.strictObject({ login }), z.strictObject({ uid: accountId })]);

const nothing = z.undefined();

export const accountRoutes = (options: AccountRoutesOptions): readonly Route[] => {
  const { accounts, sessions, tickets, people, store, registrations, searches, clock } = options;

  return [
    route(
      { method: 'POST', path: '/api/accounts', body: registerRequest, answers: session, status: 201 },
      async ({ body, ip }) => {
        const wait = await registrations(ip);
        if (wait > 0) throw new Refusal('rate_limited', 'too many new accounts from this address', wait);
        return accounts.register(body);
      },
    ),

    route(
      { method: 'POST', path: '/api/sessions', body: signInRequest, answers: session, status: 201 },
      ({ body, ip }) => accounts.signIn(body, ip),
    ),

    route({ method: 'GET', path: '/api/sessions', answers: sessionList }, async ({ token }) => {
      const own = await sessions.device(token);
      const list = await store.sessions(own.person.row);
      return { sessions: list.map((one) => ({ ...one, id: one.device, current: one.device === own.id })) };
    }),

    route(
      { method: 'DELETE', path: '/api/sessions/:id', answers: nothing, status: 204 },
      async ({ token, parameters }) => {
        const own = await sessions.device(token);
        const id = parameters.id === 'current' ? own.id : (parameters.id ?? '');
        if (!(await sessions.end(own.person, id))) throw new Refusal('not_found', 'no such session');
      },
    ),

    route({ method: 'POST', path: '/api/ws-ticket', answers: ticket }, async ({ token, origin }) => {
      const own = await sessions.device(token);
      return { ticket: tickets.issue(own, origin, clock()), expires_in: TICKET_SECONDS };
    }),

    route(
      { method: 'GET', path: '/api/people', query: personQuery, answers: peopleFound },
      async ({ token, query }) => {
        const { person: self } = await sessions.device(token);
        const wait = searches.take(self.uid, clock());
        if (wait > 0) throw new Refusal('rate_limited', 'too many searches', wait);
        const found = await ('uid' in query ? people.load(query.uid) : people.loadByLogin(query.login));
        if (!found) return { people: [] };
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
