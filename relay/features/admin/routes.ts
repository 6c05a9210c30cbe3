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
import { type Route, route } from '../../http/route.ts';
import { hashed } from '../../hub/hashed.ts';
import { accountsRoutes } from './accounts-routes.ts';
import type { Administration } from './administration.ts';
import type { Registration } from './registration.ts';

const DAY_MS = 24 * 3600 * 1000;
const PAGE = 100;

export interface AdminRoutesOptions {
  readonly administration: Administration;
  readonly registration: Registration;
  /** The relay at a glance, but for who may come in and what is stored. */
  readonly running: () => Promise<Pick<Overview, 'version' | 'started_at' | 'calls' | 'disk'>>;
}

const nothing = z.undefined();

/** What only an administrator may ask for. */
export const adminRoutes = ({ administration, registration, running }: AdminRoutesOptions): readonly Route[] => {
  const { store, hub, administrator, by, clock } = administration;

  return [
    ...accountsRoutes(administration),

    route({ method: 'GET', path: '/api/admin/overview', answers: overview }, async ({ token }) => {
      await administrator(token);
      const [{ accounts, ...usage }, facts] = await Promise.all([store.usage(), running()]);
      const ready = [...hub.endpoints()].filter(({ phase }) => phase === 'ready');
      return {
        ...facts,
        ...usage,
        registration: { mode: registration.mode(), configured: registration.configured },
        accounts: { ...accounts, online: new Set(ready.map(({ device }) => device.person)).size },
        sockets: ready.length,
      };
    }),

    route(
      { method: 'POST', path: '/api/admin/registration', body: registrationChange, answers: nothing, status: 204 },
      async ({ token, body }) => registration.set(body.mode, by(await administrator(token))),
    ),

    route({ method: 'GET', path: '/api/admin/access-keys', answers: accessKeys }, async ({ token }) => {
      await administrator(token);
      return { access_keys: [...(await store.accessKeys(clock()))] };
    }),

    route(
      {
        method: 'POST',
        path: '/api/admin/access-keys',
        body: newAccessKey,
        answers: issuedAccessKey,
        status: 201,
      },
      async ({ token, body: { label, days = ACCESS_KEY_DAYS, uses = 1 } }) => {
        const actor = by(await administrator(token));
        const key = `tc_k_${randomBytes(24).toString('base64url')}`;
        const expiresAt = actor.at + days * DAY_MS;
        return {
          access_key: key,
          issued: await store.issueAccessKey({ hash: hashed(key), label, expiresAt, uses }, actor),
        };
      },
    ),

    route(
      { method: 'DELETE', path: '/api/admin/access-keys/:id', answers: nothing, status: 204 },
      async ({ token, parameters }) => {
        const actor = by(await administrator(token));
        if (!(await store.revokeAccessKey(Number(parameters.id), actor)))
          throw new Refusal('not_found', 'id: no such access key');
      },
    ),

    route(
      { method: 'GET', path: '/api/admin/audit', query: auditQuery, answers: auditPage },
      async ({ token, query }) => {
        await administrator(token);
        const before = query.before === undefined ? Number.MAX_SAFE_INTEGER : Number(query.before);
        const found = await store.auditLog(before, PAGE + 1);
        const entries = found.slice(0, PAGE);
        const named = entries.flatMap(({ actor, target }) => [actor, target].filter((uid) => uid !== null));
        return { entries, logins: [...(await store.loginsOf([...new Set(named)]))], more: found.length > PAGE };
      },
    ),
  ];
};
