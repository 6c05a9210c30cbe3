import type { Instant } from '#shared/protocol/ids.ts';
import { setupCheck as answers } from '#shared/protocol/setup-check.ts';
import { type Route, route } from '../../http/route.ts';
import type { Store } from '../../store/store.ts';
import type { SetupCheck } from './setup-check.ts';

export interface SetupCheckRoutesOptions {
  readonly setupCheck: SetupCheck;
  readonly store: Pick<Store, 'touchSessions'>;
  readonly clock: () => Instant;
}

export const setupCheckRoutes = (options: SetupCheckRoutesOptions): readonly Route[] => [
  route(
    {
      method: 'GET',
      path: '/api/setup-check',
      summary: 'Whether the relay is set up as calls need it, as far as it can tell itself',
      by: 'admin',
      answers,
      refuses: [],
    },
    async ({ device: { id }, ...arrival }) => {
      // That the session is in use just now is true, and is a write like any other.
      const write = () => options.store.touchSessions([id], options.clock());
      return { findings: [...(await options.setupCheck.run(arrival, write))] };
    },
  ),
];
