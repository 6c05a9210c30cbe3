import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditPage } from '#shared/protocol/audit.ts';
import { errand } from './errand.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { PASSWORD, request, signIn } from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay({ environment: { ADMIN_LOGIN: 'keeper', ADMIN_PASSWORD: PASSWORD } });
});
afterAll(() => relay.stop());

const newPassword = (login: string, dataDir = relay.dataDir) => errand('new-password', [login], { DATA_DIR: dataDir });

describe('npm run new-password', () => {
  test('gives an account another password while the relay runs, and the audit log tells of it', async () => {
    const { token, account } = await signIn(relay.url, 'keeper');
    const { code, said } = await newPassword('Keeper');
    expect(code).toBe(0);
    const [, password = ''] = /^The password of keeper is (\S+) from now on\./.exec(said) ?? [];
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    await expect(signIn(relay.url, 'keeper')).rejects.toThrow('bad_credentials');
    expect((await signIn(relay.url, 'keeper', password)).account).toEqual(account);
    const { entries } = (await request(relay.url, '/api/admin/audit', { token })).body as AuditPage;
    expect(entries[0]).toMatchObject({ actor: null, act: 'password-set', target: account.uid });
  });

  test('says where there is nobody, and where there is no relay’s data', async () => {
    expect(await newPassword('nobody')).toEqual({ code: 1, said: 'Nobody has the login nobody here' });
    const empty = mkdtempSync(join(tmpdir(), 'tincan-empty-'));
    expect(await newPassword('keeper', empty)).toEqual({
      code: 1,
      said: `There is no relay's data in ${empty} (DATA_DIR)`,
    });
    rmSync(empty, { recursive: true });
  });
});
