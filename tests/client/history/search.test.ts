import { expect, test } from 'vitest';
import { wordsOf } from '#shared/core/chat/words.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { signedIn } from './open.ts';
import { ann, bo, called, cy, received, ulid, withBo, withCy, written } from './people.ts';

type Opened = Awaited<ReturnType<typeof signedIn>>;

const said = (n: number, text: string, author = bo) => ({ ...received(n, author), text });
const hits = async (history: Opened, query: string, conversation?: ConversationId, limit = 10) => {
  const { messages } = await (await history.archive()).search({
    words: wordsOf(query),
    limit,
    ...(conversation === undefined ? {} : { conversation }),
  });
  return messages.map(({ text }) => text);
};

test('a word begins with what is typed, whatever its case and accents', async () => {
  const history = await signedIn();
  await history.store(
    [said(1, 'Crème brûlée at the CAFÉ'), said(2, 'Ёжик под ёлкой'), said(3, 'ИЗВЕСТИЯ из Київа'), said(4, 'Ångström')],
    4,
    ann,
  );
  expect(await hits(history, 'cafe')).toEqual(['Crème brûlée at the CAFÉ']);
  expect(await hits(history, 'BRÛL')).toEqual(['Crème brûlée at the CAFÉ']);
  expect(await hits(history, 'елк')).toEqual(['Ёжик под ёлкой']);
  expect(await hits(history, 'ЁЖИК')).toEqual(['Ёжик под ёлкой']);
  expect(await hits(history, 'извест')).toEqual(['ИЗВЕСТИЯ из Київа']);
  expect(await hits(history, 'київ')).toEqual(['ИЗВЕСТИЯ из Київа']);
  expect(await hits(history, 'angstrom')).toEqual(['Ångström']);
  expect(await hits(history, 'afe')).toEqual([]);
});

test('several words are all of them, in any order, newest first', async () => {
  const history = await signedIn();
  await history.store(
    [said(1, 'red apple pie'), said(2, 'green apple'), said(3, 'apple, red'), said(4, 'reddish'), called(5)],
    5,
    ann,
  );
  expect(await hits(history, 'apple red')).toEqual(['apple, red', 'red apple pie']);
  expect(await hits(history, 'red')).toEqual(['reddish', 'apple, red', 'red apple pie']);
  expect(await hits(history, 'red blue')).toEqual([]);
  expect(await hits(history, ' … ')).toEqual([]);
});

test('everything is searched, or one conversation', async () => {
  const history = await signedIn();
  await history.store([said(1, 'lunch with bo'), said(2, 'lunch with cy', cy)], 2, ann);
  expect(await hits(history, 'lunch')).toEqual(['lunch with cy', 'lunch with bo']);
  expect(await hits(history, 'lunch', withBo)).toEqual(['lunch with bo']);
  expect(await hits(history, 'lunch', withCy)).toEqual(['lunch with cy']);
});

test('own messages are found while they wait, and not once they are discarded', async () => {
  const history = await signedIn();
  const { message, entry } = written(1);
  await history.enqueue({ ...message, text: 'draft of a poem' }, entry);
  expect(await hits(history, 'poem')).toEqual(['draft of a poem']);
  await history.discard(ulid(1));
  expect(await hits(history, 'poem')).toEqual([]);
});

test('what is said in many thousand messages is found from the newest on, and how much more there is', async () => {
  const history = await signedIn();
  const many = Array.from({ length: 4_300 }, (_, n) => said(n + 1, n === 3 ? 'one needle' : `hay ${n}`));
  for (let at = 0; at < many.length; at += 1_000) await history.store(many.slice(at, at + 1_000), at + 1_000, ann);
  expect(await hits(history, 'hay', undefined, 2)).toEqual(['hay 4299', 'hay 4298']);
  expect(await hits(history, 'needle one')).toEqual(['one needle']);
  expect((await (await history.archive()).search({ words: ['hay'], limit: 2 })).more).toBe(true);
  expect((await (await history.archive()).search({ words: ['needle'], limit: 2 })).more).toBe(false);
});
