import * as z from 'zod/mini';
import {
  accountChange,
  accountPage,
  accountQuery,
  type ListedAccount,
  listedAccount,
  listedSessions,
  newAccount,
} from '#shared/protocol/administration.ts';
import { closeCode } from '#shared/protocol/errors.ts';
import type { DeviceId } from '#shared/protocol/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import { type Route, route } from '../../http/route.ts';
import type { Person } from '../../hub/people.ts';
import type { AccountSummary } from '../../store/store.ts';
import type { Administration } from './administration.ts';

const MOST = 50;

const nothing = z.undefined();

/** The accounts of the relay: found, made, kept out, promoted, removed. */
export const accountsRoutes = ({
  store,
  people,
  hub,
  createAccount,
  removeAccount,
  endSessions,
  leaveCalls,
  administrator,
  by,
}: Administration): readonly Route[] => {
  const listed = ({ createdAt, lastSeen, ...rest }: AccountSummary): ListedAccount => ({
    ...rest,
    created_at: createdAt,
    ...(lastSeen === null ? {} : { last_seen: lastSeen }),
    online: (people.get(rest.uid)?.endpoints ?? []).some(({ phase }) => phase === 'ready'),
  });

  const find = async (uid: string | undefined): Promise<Person> => {
    const person = await people.load(uid ?? '');
    if (!person) throw new Refusal('not_found', 'uid: nobody has this UID');
    return person;
  };

  const show = async (person: Person): Promise<ListedAccount> => {
    const record = await store.accountRecord(person.row);
    if (!record) throw new Refusal('not_found', 'uid: nobody has this UID');
    return listed(record);
  };

  const keepOut = (person: Person): void => {
    leaveCalls(person);
    for (const endpoint of [...person.endpoints]) hub.close(endpoint, closeCode.disabled, 'the account is disabled');
  };

  return [
    route(
      { method: 'GET', path: '/api/admin/accounts', query: accountQuery, answers: accountPage },
      async ({ token, query }) => {
        await administrator(token);
        const most = Number(query.limit ?? MOST);
        const found = await store.accounts((query.search ?? '').trim().toLowerCase(), query.after ?? '', most + 1);
        return { accounts: found.slice(0, most).map(listed), more: found.length > most };
      },
    ),

    route(
      { method: 'POST', path: '/api/admin/accounts', body: newAccount, answers: listedAccount, status: 201 },
      async ({ token, body }) => {
        const actor = by(await administrator(token));
        return show(await createAccount(body, actor));
      },
    ),

    route(
      { method: 'POST', path: '/api/admin/accounts/:uid', body: accountChange, answers: listedAccount },
      async ({ token, body, parameters }) => {
        const actor = by(await administrator(token));
        const person = await find(parameters.uid);
        if ((await store.changeAccount(person.row, body, actor)) === 'last_admin')
          throw new Refusal('last_admin', 'uid: a relay keeps at least one administrator');
        person.role = body.role ?? person.role;
        person.disabled = body.disabled ?? person.disabled;
        if (person.disabled) keepOut(person);
        return show(person);
      },
    ),

    route(
      { method: 'DELETE', path: '/api/admin/accounts/:uid', answers: nothing, status: 204 },
      async ({ token, parameters }) => {
        const actor = by(await administrator(token));
        await removeAccount(await find(parameters.uid), actor);
      },
    ),

    route(
      { method: 'GET', path: '/api/admin/accounts/:uid/sessions', answers: listedSessions },
      async ({ token, parameters }) => {
        await administrator(token);
        return { sessions: [...(await store.sessions((await find(parameters.uid)).row))] };
      },
    ),

    // One session by its device's id, or `all` of them.
    route(
      { method: 'DELETE', path: '/api/admin/accounts/:uid/sessions/:device', answers: nothing, status: 204 },
      async ({ token, parameters }) => {
        const actor = by(await administrator(token));
        const person = await find(parameters.uid);
        const chosen: DeviceId = parameters.device ?? '';
        const kept = chosen === 'all' ? [] : person.devices.map(({ id }) => id).filter((id) => id !== chosen);
        const ended = await endSessions(person, kept, actor);
        if (ended === 0 && chosen !== 'all') throw new Refusal('not_found', 'device: no such session');
      },
    ),
  ];
};
