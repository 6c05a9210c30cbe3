import { openDB } from 'idb';
import { expect, test } from 'vitest';
import { SELF } from '#shared/client/history/schema.ts';
import { annsSecrets, newName, openHistory } from './open.ts';
import { ann, annsSession, called, cy, received } from './people.ts';

/** As a version without a search has left it. */
const forgetWords = async (name: string): Promise<void> => {
  const db = await openDB(name);
  await db.clear('words');
  await db.put('backlog', true, SELF);
  db.close();
};

test('messages of a version without a search become known to it, the newest first, and new ones stay above them', async () => {
  const name = newName();
  const history = openHistory(name);
  await history.saveSession(annsSession, annsSecrets);
  await history.store(
    [...Array.from({ length: 250 }, (_, n) => received(n + 1)), received(300, cy), called(301)],
    5,
    ann,
  );
  await forgetWords(name);
  await history.store([received(400)], 6, ann);

  const archive = await history.archive();
  const found = async (limit: number) =>
    (await archive.search({ words: ['message'], limit })).messages.map(({ text }) => text);
  expect(await found(9)).toEqual(['message 400']);
  expect(await history.hasBacklog()).toBe(true);
  // Another context at the same time, and again after an interruption.
  await Promise.all([archive.indexBacklog(), (await openHistory(name).archive()).indexBacklog()]);
  await archive.indexBacklog();
  expect(await history.hasBacklog()).toBe(false);
  expect(await found(4)).toEqual(['message 400', 'message 300', 'message 250', 'message 249']);
  expect(await found(1_000)).toHaveLength(252);
});
