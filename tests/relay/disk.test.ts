import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { together } from './room-steps.ts';
import { startRelay } from './start-relay.ts';
import { befriend, envelopeFor, newPerson, online, PASSWORD, request } from './test-client.ts';

/** The process may make no file longer than this: what a full disk does to it, for one process alone. */
const limitFiles = (pid: number, bytes: string): void => {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
};

const renewed = (url: string, token: string) => request(url, '/api/sessions/current/token', { method: 'POST', token });

test('[MB1] on a full disk nothing is ticked, and all is well again when there is room', async () => {
  const relay = await startRelay();
  const ann = await newPerson(relay.url, 'ann');
  const bo = await newPerson(relay.url, 'bo');
  await befriend(ann, bo);
  const before = await envelopeFor(ann, bo.uid, 'before');
  const during = { ...before, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
  expect(await ann.ask({ type: 'send', envelope: before })).toMatchObject({ type: 'sent' });

  limitFiles(relay.pid(), String(statSync(join(relay.dataDir, 'tincan.db-wal')).size));
  expect(await ann.ask({ type: 'send', envelope: during })).toMatchObject({ type: 'error', error_code: 'disk_full' });
  expect(await ann.ask({ type: 'contact', account: bo.uid, act: 'block' })).toMatchObject({ error_code: 'disk_full' });
  expect(await request(relay.url, `/api/people?uid=${bo.uid}`, { token: ann.session.token })).toMatchObject({
    status: 200,
  });
  const ended = await request(relay.url, '/api/sessions/current', { method: 'DELETE', token: bo.session.token });
  expect(ended).toMatchObject({ status: 503, body: { error_code: 'disk_full' } });

  limitFiles(relay.pid(), 'unlimited');
  expect(await ann.ask({ type: 'send', envelope: during })).toMatchObject({ type: 'sent' });
  const items = [...(await bo.next('deliver')).items, ...(await bo.next('deliver')).items];
  expect(items.map(({ seq }) => seq)).toEqual([1, 2]);
  expect((await ann.again()).roster.contacts).toMatchObject([{ account: bo.uid, relation: 'contact' }]);
  await relay.stop();
});

test('[SE3] on a full disk whoever is signed in comes in, though it cannot be noted when', async () => {
  const relay = await startRelay();
  const ann = await newPerson(relay.url, 'ann');
  const token = String(((await renewed(relay.url, ann.session.token)).body as { token: string }).token);
  await relay.kill();
  const database = new Database(join(relay.dataDir, 'tincan.db'));
  const longAgo = Date.now() - 2 * 24 * 3_600_000;
  database.prepare('UPDATE devices SET last_used_at = ?, token_at = ?').run(longAgo, longAgo);
  database.pragma('wal_checkpoint(truncate)');
  await relay.start();

  limitFiles(relay.pid(), '0');
  expect((await renewed(relay.url, ann.session.token)).status).toBe(503); // it takes nothing, indeed
  expect((await online(relay.url, ann.session)).roster.contacts).toEqual([]);
  expect((await online(relay.url, { ...ann.session, token })).roster.contacts).toEqual([]);
  database.close();
  await relay.stop();
});

test('[RO4] what a blocked person could not do on a full disk leaves the block as it was', async () => {
  const relay = await startRelay();
  const [ann, bo, cy] = await Promise.all(['ann', 'bo', 'cy'].map((name) => newPerson(relay.url, name)));
  if (!ann || !bo || !cy) throw new Error('three people');
  await befriend(ann, bo);
  await befriend(cy, bo);
  expect(await bo.ask({ type: 'contact', account: ann.uid, act: 'block' })).toMatchObject({ type: 'ok' });

  limitFiles(relay.pid(), String(statSync(join(relay.dataDir, 'tincan.db-wal')).size));
  expect(await ann.ask({ type: 'contact', account: bo.uid, act: 'remove' })).toMatchObject({ error_code: 'disk_full' });
  limitFiles(relay.pid(), 'unlimited');

  const [blocked, welcome] = [await envelopeFor(ann, bo.uid), await envelopeFor(cy, bo.uid)];
  expect(await ann.ask({ type: 'send', envelope: blocked })).toMatchObject({ type: 'sent' });
  expect(await cy.ask({ type: 'send', envelope: welcome })).toMatchObject({ type: 'sent' });
  expect((await bo.next('deliver')).items).toMatchObject([{ seq: 1, envelope: { id: welcome.id } }]);
  await relay.stop();
});

test('[SE8] a relay that has no room to write its database anew starts all the same, and does it when there is', async () => {
  const relay = await startRelay();
  const [ann, bo] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
  await together([ann]); // and nobody says that she has gone
  const body = { password: PASSWORD };
  const token = bo.session.token;
  expect(await request(relay.url, '/api/account/deletion', { method: 'POST', token, body })).toMatchObject({
    status: 204,
  });
  await relay.kill();

  const size = statSync(join(relay.dataDir, 'tincan.db-wal')).size;
  const full = await startRelay({ dataDir: relay.dataDir, under: ['prlimit', `--fsize=${size}:unlimited`] });
  expect((await online(full.url, ann.session)).roster.contacts).toEqual([]);
  expect(full.output()).toContain('compact: ');
  await full.end();

  const file = join(relay.dataDir, 'tincan.db');
  const login = bo.session.account.login;
  expect(readFileSync(file, 'latin1')).toContain(login);
  await relay.start();
  await relay.end();
  expect(readFileSync(file, 'latin1')).not.toContain(login);
  await relay.stop();
});
