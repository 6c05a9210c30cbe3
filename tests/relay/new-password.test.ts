import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditPage } from '#shared/protocol/audit.ts';
import type { SecondFactorSecret } from '#shared/protocol/own-account.ts';
import { codeOf } from './authenticator.ts';
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
  test('gives an account another password and takes its second factor, while the relay runs; the audit log tells of both', async () => {
    const { token, account } = await signIn(relay.url, 'keeper');
    const post = (path: string, body: unknown) => request(relay.url, path, { method: 'POST', token, body });
    const { secret } = (await post('/api/account/second-factor', { password: PASSWORD })).body as SecondFactorSecret;
    const code = codeOf(secret, Date.now());
    expect((await post('/api/account/second-factor/confirmation', { code })).status).toBe(201);
    const { said } = await newPassword('Keeper');
    const [, password = ''] =
      /^The password of keeper is (\S+) from now on\. Its second factor is off\./.exec(said) ?? [];
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    await expect(signIn(relay.url, 'keeper')).rejects.toThrow('bad_credentials');
    expect((await signIn(relay.url, 'keeper', password)).account).toEqual(account);
    const { entries } = (await request(relay.url, '/api/admin/audit', { token })).body as AuditPage;
    const byRelay = { actor: null, target: account.uid };
    expect(entries[0]).toMatchObject({ ...byRelay, act: 'second-factor-removed' });
    expect(entries[1]).toMatchObject({ ...byRelay, act: 'password-set' });
    expect((await newPassword('keeper')).said).not.toContain('second factor');
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
