import type { Instant } from '#shared/protocol/ids.ts';
import { setupCheck as answers } from '#shared/protocol/setup-check.ts';
import { Refusal } from '../../http/refusal.ts';
import { type Route, route } from '../../http/route.ts';
import type { Device } from '../../hub/people.ts';
import type { Store } from '../../store/store.ts';
import type { SetupCheck } from './setup-check.ts';

export interface SetupCheckRoutesOptions {
  readonly setupCheck: SetupCheck;
  readonly store: Pick<Store, 'touchSessions'>;
  /** Whose token this is; refuses where there is no session. */
  readonly signedIn: (token: string) => Promise<Device>;
  readonly clock: () => Instant;
}

export const setupCheckRoutes = (options: SetupCheckRoutesOptions): readonly Route[] => [
  route({ method: 'GET', path: '/api/setup-check', answers }, async ({ token, ...arrival }) => {
    const { person, id } = await options.signedIn(token);
    if (person.role !== 'admin') throw new Refusal('forbidden', 'only an administrator checks the setup');
    // That the session is in use just now is true, and is a write like any other.
    const write = () => options.store.touchSessions([id], options.clock());
    return { findings: [...(await options.setupCheck.run(arrival, write))] };
  }),
];
