import { expect, test } from 'vitest';
import { createArchive } from '#shared/client/archive/archive.ts';
import { type History, StoreError } from '#shared/client/ports.ts';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Attachment } from '#shared/protocol/content.ts';
import { unzip } from '#tests/fakes/unzip.ts';
import { signedIn } from '../history/open.ts';
import { ann, annsSession, bo, called, cy, newest, received, withBo, withCy, written } from '../history/people.ts';

const archiveOf = (history: History, changed: string[] = []) =>
  createArchive({ history, session: () => annsSession, onChanged: (conversation) => changed.push(conversation) });
const progress = (signal = new AbortController().signal) => {
  const told: (readonly [number, number])[] = [];
  return { told, signal, onProgress: (count: number, total: number) => void told.push([count, total]) };
};
const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const attachment: Attachment = {
  blob: 'b1',
  key: `${'A'.repeat(43)}=`,
  size: 5,
  name: '../cat.png',
  type: 'image/png',
  kind: 'image',
};

const talks = async (): Promise<History> => {
  const history = await signedIn();
  await history.saveRoster([
    { account: bo, login: 'bo', relation: 'contact' },
    { account: cy, login: 'cy', relation: 'contact' },
  ]);
  await history.store(
    [...range(1_200).map((n) => received(n)), { ...received(1_201), attachment }, called(1_202), received(1, cy)],
    5,
    ann,
  );
  await history.saveFile(itemKey(received(1_201)), withBo, new Blob(['meow!']));
  const { message, entry } = written(1_300);
  await history.enqueue(message, entry);
  await history.saveDraft(withBo, 'dear bo');
  return history;
};

const exported = async (history: History, scope: string) => {
  const { told, ...how } = progress();
  const outcome = await archiveOf(history).exportZip(scope, how);
  if (!outcome.ok) throw new Error(outcome.reason);
  return { told, files: unzip(new Uint8Array(await outcome.value.arrayBuffer())) };
};
const text = (file: Uint8Array | undefined) => new TextDecoder().decode(file);

test('everything is exported: a folder for each conversation, every message and call, and the files', async () => {
  const { files, told } = await exported(await talks(), 'everything');
  const folder = `bo ${bo.slice(0, 8)}`;
  expect([...files.keys()].sort()).toEqual(
    [`${folder}/media/1201 _cat.png`, `${folder}/messages.json`, `cy ${cy.slice(0, 8)}/messages.json`].sort(),
  );
  expect(text(files.get(`${folder}/media/1201 _cat.png`))).toBe('meow!');
  const { with: name, uid, messages } = JSON.parse(text(files.get(`${folder}/messages.json`)));
  expect({ name, uid, count: messages.length }).toEqual({ name: 'bo', uid: bo, count: 1_203 });
  expect(messages[0]).toEqual({ id: received(1).id, at: new Date(1_001).toISOString(), from: 'bo', text: 'message 1' });
  expect(messages[1_200].attachment).toEqual({
    name: '../cat.png',
    type: 'image/png',
    bytes: 5,
    file: 'media/1201 _cat.png',
  });
  expect(messages[1_201]).toMatchObject({ call: 'audio', direction: 'incoming' });
  expect(messages[1_202]).toMatchObject({ from: 'ann' });
  expect(text(files.get(`${folder}/messages.json`)), 'keys stay here').not.toContain(attachment.key);
  expect(told.at(-1)).toEqual([1_204, 1_204]);
});

test('one conversation is exported alone', async () => {
  const { files } = await exported(await talks(), withCy);
  expect([...files.keys()]).toEqual([`cy ${cy.slice(0, 8)}/messages.json`]);
});

test('who was removed has their last login in what is exported', async () => {
  const history = await talks();
  await history.saveRoster((await history.roster()).filter(({ account }) => account !== cy));
  const { files } = await exported(history, withCy);
  expect([...files.keys()]).toEqual([`cy ${cy.slice(0, 8)}/messages.json`]);
});

test('an export that is cancelled says so', async () => {
  const control = new AbortController();
  const how = { ...progress(control.signal), onProgress: () => control.abort() };
  expect(await archiveOf(await talks()).exportZip('everything', how)).toEqual({ ok: false, reason: 'cancelled' });
});

test('deleting a conversation leaves nothing of it and everything else, the person included', async () => {
  const history = await talks();
  const changed: string[] = [];
  const { told, ...how } = progress();
  const archive = archiveOf(history, changed);
  expect(await archive.contents('everything')).toMatchObject({ value: { items: 1_204, files: 1 } });
  expect(await archive.erase(withBo, how)).toEqual({ ok: true });
  expect(told).toEqual([
    [500, 1_203],
    [1_000, 1_203],
    [1_203, 1_203],
  ]);
  expect(changed).toEqual([withBo]);
  expect(await history.items(withBo, newest(10))).toEqual({ items: [], older: false, newer: false });
  expect(await archive.search('message', 5, withBo)).toMatchObject({ value: { messages: [] } });
  expect(await archive.search('cat', 5, undefined)).toMatchObject({ value: { messages: [] } });
  expect(await history.file(itemKey(received(1_201)))).toBeUndefined();
  expect(await history.outbox()).toEqual([]);
  expect(await history.draft(withBo)).toBe('');
  expect((await history.summaries()).map(({ person }) => person)).toEqual([cy]);
  expect((await history.roster()).map(({ login }) => login)).toEqual(['bo', 'cy']);
  expect(await archive.search('message', 5, undefined)).toMatchObject({ value: { messages: [{ author: cy }] } });

  await history.store([received(2_000)], 6, ann);
  expect((await history.items(withBo, newest(10))).items, 'it begins anew').toHaveLength(1);
});

test('a deletion that is cancelled keeps the newer part, whole', async () => {
  const history = await talks();
  const control = new AbortController();
  const how = { ...progress(control.signal), onProgress: () => control.abort() };
  expect(await archiveOf(history).erase(withBo, how)).toEqual({ ok: false, reason: 'cancelled' });
  const { items } = await history.items(withBo, newest(2_000));
  expect(items).toHaveLength(703);
  expect((await history.summaries()).find(({ person }) => person === bo)?.last).toEqual(items.at(-1));
});

test('everything can be deleted at once', async () => {
  const history = await talks();
  expect(await archiveOf(history).erase('everything', progress())).toEqual({ ok: true });
  expect(await history.summaries()).toEqual([]);
  expect(await archiveOf(history).contents('everything')).toMatchObject({ value: { items: 0, files: 0 } });
});

test('a search whose code could not be loaded is no search, and the next one is', async () => {
  const history = await talks();
  let reachable = false;
  const archive = archiveOf(
    new Proxy(history, {
      get: (_, name: keyof History) =>
        name === 'archive' && !reachable ? () => Promise.reject(new StoreError('offline')) : history[name],
    }),
  );
  expect(await archive.search('received', 10, undefined)).toEqual({ ok: false, reason: 'offline' });
  reachable = true;
  expect(await archive.search('received', 10, undefined)).toMatchObject({ ok: true });
  expect(await archive.contents('everything')).toMatchObject({ ok: true });
});
