import * as z from 'zod/mini';
import {
  accountChange,
  accountPage,
  accountQuery,
  type ListedAccount,
  listedAccount,
  listedSessions,
  newAccount,
  passwordReset,
} from '#shared/protocol/administration.ts';
import { closeCode } from '#shared/protocol/errors.ts';
import { accountId, deviceId } from '#shared/protocol/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import { nothing, type Route, route } from '../../http/route.ts';
import type { Person } from '../../hub/people.ts';
import type { AccountSummary } from '../../store/store.ts';
import type { Administration } from './administration.ts';

const MOST = 50;

/** The accounts of the relay: found, made, kept out, promoted, removed. */
export const accountsRoutes = ({
  store,
  people,
  hub,
  createAccount,
  resetPassword,
  removeAccount,
  endSessions,
  leaveCalls,
  inTurn,
  by,
}: Administration): readonly Route[] => {
  const listed = ({ uid, login, role, disabled, ...rest }: AccountSummary): ListedAccount => ({
    uid,
    login,
    role,
    disabled,
    second_factor: rest.secondFactorOn,
    created_at: rest.createdAt,
    ...(rest.lastSeen === null ? {} : { last_seen: rest.lastSeen }),
    online: (people.get(uid)?.endpoints ?? []).some(({ phase }) => phase === 'ready'),
    devices: rest.devices,
    mail: rest.mail,
    files: rest.files,
  });

  const gone = (): Refusal => new Refusal('not_found', 'uid: nobody has this UID');

  const find = async (uid: string): Promise<Person> => {
    const person = await people.load(uid);
    if (!person) throw gone();
    return person;
  };

  const show = async (person: Person): Promise<ListedAccount> => {
    const summary = await store.accountSummary(person.row);
    if (!summary) throw gone();
    return listed(summary);
  };

  const keepOut = (person: Person): void => {
    leaveCalls(person);
    for (const endpoint of [...person.endpoints]) hub.close(endpoint, closeCode.disabled, 'the account is disabled');
  };

  return [
    route(
      {
        method: 'GET',
        path: '/api/admin/accounts',
        summary: 'The accounts of the relay, by login, page by page',
        by: 'admin',
        refuses: [],
        query: accountQuery,
        answers: accountPage,
      },
      async ({ query }) => {
        const most = Number(query.limit ?? MOST);
        const found = await store.accounts((query.search ?? '').trim().toLowerCase(), query.after ?? '', most + 1);
        return { accounts: found.slice(0, most).map(listed), more: found.length > most };
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/admin/accounts',
        summary: 'Makes an account for somebody',
        by: 'admin',
        refuses: ['login_taken', 'weak_password', 'unavailable'],
        body: newAccount,
        answers: listedAccount,
        status: 201,
      },
      async ({ device, body }) => {
        const actor = by(device);
        return show(await createAccount(body, actor));
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/admin/accounts/:uid',
        summary: 'Keeps an account out or lets it in, promotes or demotes it',
        by: 'admin',
        parameters: { uid: accountId },
        refuses: ['last_admin'],
        body: accountChange,
        answers: listedAccount,
      },
      async ({ device, body, parameters }) => {
        const actor = by(device);
        const person = await find(parameters.uid);
        await inTurn(async () => {
          const changed = await store.changeAccount(person.row, body, actor);
          if (changed === 'unknown') throw gone();
          if (changed === 'last_admin') throw new Refusal(changed, 'uid: a relay keeps at least one administrator');
          person.role = body.role ?? person.role;
          person.disabled = body.disabled ?? person.disabled;
          if (person.disabled) keepOut(person);
        });
        return show(person);
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/admin/accounts/:uid/password',
        summary: 'Gives an account another password; devices that are signed in stay so',
        by: 'admin',
        parameters: { uid: accountId },
        refuses: ['weak_password', 'unavailable', 'disk_full'],
        body: passwordReset,
        answers: nothing,
        status: 204,
      },
      async ({ device, body, parameters }) => {
        const actor = by(device);
        await resetPassword(await find(parameters.uid), body.password, actor);
      },
    ),

    route(
      {
        method: 'DELETE',
        path: '/api/admin/accounts/:uid/second-factor',
        summary: 'Asks for no code at the sign-in of somebody who has lost theirs; one’s own takes a code',
        by: 'admin',
        parameters: { uid: accountId },
        refuses: ['disk_full'],
        answers: nothing,
        status: 204,
      },
      async ({ device, parameters }) => {
        const actor = by(device);
        const person = await find(parameters.uid);
        if (person === device.person) throw new Refusal('forbidden', 'uid: your own is turned off with a code');
        if (!(await store.removeSecondFactor(person.row, actor)))
          throw new Refusal('not_found', 'uid: there is no second factor');
      },
    ),

    route(
      {
        method: 'DELETE',
        path: '/api/admin/accounts/:uid',
        summary: 'Deletes an account and everything the relay keeps of it',
        by: 'admin',
        parameters: { uid: accountId },
        refuses: ['last_admin'],
        answers: nothing,
        status: 204,
      },
      async ({ device, parameters }) => {
        const actor = by(device);
        await removeAccount(await find(parameters.uid), actor);
      },
    ),

    route(
      {
        method: 'GET',
        path: '/api/admin/accounts/:uid/sessions',
        summary: 'Where somebody is signed in',
        by: 'admin',
        parameters: { uid: accountId },
        refuses: [],
        answers: listedSessions,
      },
      async ({ parameters }) => {
        return { sessions: [...(await store.sessions((await find(parameters.uid)).row))] };
      },
    ),

    // One session by its device's id, or `all` of them.
    route(
      {
        method: 'DELETE',
        path: '/api/admin/accounts/:uid/sessions/:device',
        summary: 'Signs one device of somebody out, or `all` of them',
        by: 'admin',
        parameters: { uid: accountId, device: z.union([deviceId, z.literal('all')]) },
        refuses: [],
        answers: nothing,
        status: 204,
      },
      async ({ device, parameters }) => {
        const actor = by(device);
        const person = await find(parameters.uid);
        const { device: chosen } = parameters;
        const kept = chosen === 'all' ? [] : person.devices.map(({ id }) => id).filter((id) => id !== chosen);
        const ended = await endSessions(person, kept, actor);
        if (ended === 0 && chosen !== 'all') throw new Refusal('not_found', 'device: no such session');
      },
    ),
  ];
};
