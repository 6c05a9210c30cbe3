import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startRelay } from './start-relay.ts';
import { befriend, envelopeFor, newPerson, request } from './test-client.ts';

/** The process may make no file longer than this: what a full disk does to it, for one process alone. */
const limitFiles = (pid: number, bytes: string): void => {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
};

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
