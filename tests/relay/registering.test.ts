import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAccounts } from '../../relay/features/accounts/accounts.ts';
import { createAtRest } from '../../relay/features/accounts/at-rest.ts';
import { createLoginGuard } from '../../relay/features/accounts/login-guard.ts';
import { createPasswords } from '../../relay/features/accounts/passwords.ts';
import { createSessionTokens } from '../../relay/features/accounts/session-tokens.ts';
import { createSessions, type Sessions } from '../../relay/features/accounts/sessions.ts';
import { createHub } from '../../relay/hub/create-hub.ts';
import { createPeople, type People } from '../../relay/hub/people.ts';
import { openStore } from '../../relay/store/sqlite/open-store.ts';
import type { Store } from '../../relay/store/store.ts';
import { PASSWORD, registration } from './test-client.ts';

const KEY = randomBytes(32);
const clock = (): number => 1_800_000_000_000;

const sessionsOf = (store: Store, people: People): Sessions =>
  createSessions({
    store,
    people,
    hub: createHub(new Map()),
    tokens: createSessionTokens(KEY),
    clock,
    believed: clock,
  });

test.each([0, 1, 2, 3, 4])(
  '[SE1] registering leaves no account without its device where the relay dies after %i works of its store',
  async (works) => {
    const folder = mkdtempSync(join(tmpdir(), 'tincan-registering-'));
    const store = await openStore(folder);
    onTestFinished(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });
    let left = works;
    const dying = new Proxy(store, {
      get: (target, name: keyof Store) =>
        left-- > 0 ? target[name] : () => Promise.reject(new Error('there is no relay any more')),
    });
    const people = createPeople(dying);
    const accounts = createAccounts({
      store: dying,
      people,
      sessions: sessionsOf(dying, people),
      passwords: createPasswords(KEY),
      emails: createAtRest(KEY, 'email-key'),
      guard: createLoginGuard(1, clock),
      secondFactors: { check: async () => undefined },
      admittance: { registration: () => 'open', claim: async () => 'invalid' },
      clock,
    });
    const registered = await accounts
      .register({ login: 'bo', password: PASSWORD, device: registration() })
      .catch(() => undefined);
    const bo = await store.accountByLogin('bo');
    if (registered || works > 0) expect(bo).toBeDefined();
    if (!bo) return;
    const devices = (await store.person(bo.uid))?.devices.map(({ device }) => device);
    expect(devices).toEqual([registered?.device ?? expect.any(String)]);
    if (registered)
      expect((await sessionsOf(store, createPeople(store)).device(registered.token)).id).toBe(registered.device);
  },
);
