import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import {
  ACCESS_KEY_DAYS,
  accessKeys,
  issuedAccessKey,
  newAccessKey,
  type Overview,
  overview,
  registrationChange,
} from '#shared/protocol/administration.ts';
import { auditPage, auditQuery } from '#shared/protocol/audit.ts';
import { Refusal } from '../../http/refusal.ts';
import { nothing, type Route, route } from '../../http/route.ts';
import { hashed } from '../../hub/hashed.ts';
import { accountsRoutes } from './accounts-routes.ts';
import type { Administration } from './administration.ts';
import type { Registration } from './registration.ts';

const DAY_MS = 24 * 3600 * 1000;
const PAGE = 100;

export interface AdminRoutesOptions {
  readonly administration: Administration;
  readonly registration: Registration;
  /** Who is here now. */
  readonly present: () => { readonly people: number; readonly endpoints: number };
  /** The relay at a glance, but for who may come in and what is stored. */
  readonly running: () => Promise<Pick<Overview, 'version' | 'started_at' | 'calls' | 'rooms' | 'disk'>>;
}

/** What {@link Store.issueAccessKey} has given out. */
const keyId = z.string().check(z.regex(/^[1-9]\d{0,14}$/, 'the id of an access key'));

/** What only an administrator may ask for. */
export const adminRoutes = ({
  administration,
  registration,
  present,
  running,
}: AdminRoutesOptions): readonly Route[] => {
  const { store, by, clock } = administration;

  return [
    ...accountsRoutes(administration),

    route(
      {
        method: 'GET',
        path: '/api/admin/overview',
        summary: 'The relay at a glance',
        by: 'admin',
        refuses: [],
        answers: overview,
      },
      async () => {
        const [{ accounts, ...usage }, facts] = await Promise.all([store.usage(), running()]);
        const { people, endpoints } = present();
        return {
          ...facts,
          ...usage,
          registration: { mode: registration.mode(), configured: registration.configured },
          accounts: { ...accounts, online: people },
          sockets: endpoints,
        };
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/admin/registration',
        summary: 'Says who may make an account, in place of the configuration',
        by: 'admin',
        refuses: [],
        body: registrationChange,
        answers: nothing,
        status: 204,
      },
      async ({ device, body }) => registration.set(body.mode, by(device)),
    ),

    route(
      {
        method: 'GET',
        path: '/api/admin/access-keys',
        summary: 'The access keys that still admit somebody',
        by: 'admin',
        refuses: [],
        answers: accessKeys,
      },
      async () => {
        return { access_keys: [...(await store.accessKeys(clock()))] };
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/admin/access-keys',
        summary: 'Makes a key that lets people make an account',
        by: 'admin',
        refuses: [],
        body: newAccessKey,
        answers: issuedAccessKey,
        status: 201,
      },
      async ({ device, body: { label, days = ACCESS_KEY_DAYS, uses = 1 } }) => {
        const actor = by(device);
        const key = `tc_k_${randomBytes(24).toString('base64url')}`;
        const expiresAt = actor.at + days * DAY_MS;
        return {
          access_key: key,
          issued: await store.issueAccessKey({ hash: hashed(key), label, expiresAt, uses }, actor),
        };
      },
    ),

    route(
      {
        method: 'DELETE',
        path: '/api/admin/access-keys/:id',
        summary: 'Takes an access key back',
        by: 'admin',
        parameters: { id: keyId },
        refuses: [],
        answers: nothing,
        status: 204,
      },
      async ({ device, parameters }) => {
        const actor = by(device);
        if (!(await store.revokeAccessKey(Number(parameters.id), actor)))
          throw new Refusal('not_found', 'id: no such access key');
      },
    ),

    route(
      {
        method: 'GET',
        path: '/api/admin/audit',
        summary: 'What administrators have done, newest first',
        by: 'admin',
        refuses: [],
        query: auditQuery,
        answers: auditPage,
      },
      async ({ query }) => {
        const before = query.before === undefined ? Number.MAX_SAFE_INTEGER : Number(query.before);
        const found = await store.auditLog(before, PAGE + 1);
        const entries = found.slice(0, PAGE);
        const named = entries.flatMap(({ actor, target }) => [actor, target].filter((uid) => uid !== null));
        return { entries, logins: [...(await store.loginsOf([...new Set(named)]))], more: found.length > PAGE };
      },
    ),
  ];
};
