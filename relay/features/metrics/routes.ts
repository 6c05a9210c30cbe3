import { timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import { Refusal } from '../../http/refusal.ts';
import { type Caller, type Route, textRoute } from '../../http/route.ts';
import { hashed } from '../../hub/hashed.ts';
import type { Facts } from './facts.ts';

/** Refuses whoever is neither here nor has the token. */
const admit = ({ token, local }: Caller, wanted: string | undefined): void => {
  if (wanted === undefined) {
    if (!local) throw new Refusal('forbidden', 'without METRICS_TOKEN metrics are for programs on this machine');
  } else if (!timingSafeEqual(hashed(token), hashed(wanted)))
    throw new Refusal('forbidden', 'metrics are for whoever brings METRICS_TOKEN as a bearer token');
};

/** What Prometheus asks for. With `token` from anywhere by whoever has it, without from this machine. */
export const metricsRoutes = (facts: Facts, token: string | undefined): readonly Route[] => {
  let registry: Promise<Registry> | undefined;

  return [
    textRoute(
      {
        path: '/metrics',
        summary: 'Figures of the relay, for Prometheus; with METRICS_TOKEN as the bearer token, or from this machine',
        by: 'anyone',
        refuses: ['forbidden'],
      },
      async (request) => {
        admit(request, token);
        // A relay that nobody measures need not watch its event loop and its garbage collector.
        registry ??= import('./registry.ts').then(({ createRegistry }) => createRegistry(facts));
        return (await registry).metrics();
      },
    ),
  ];
};
