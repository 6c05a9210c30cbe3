import { describe, expect, test } from 'vitest';
import { filesUnder, sourcesUnder } from './sources.ts';
import { isLong, LONG, leftOvers, tooLong } from './tidiness.ts';

const TEXT = ['.ts', '.tsx', '.mjs', '.css', '.html', '.c', '.md'];
const rooms = ['shared', 'relay', 'pwa', 'extension', 'tests', 'scripts'];
const sources = rooms.flatMap((room) => sourcesUnder(room, TEXT));

describe('tidiness', () => {
  test('no file is long without a reason', () => {
    expect(tooLong(sources)).toEqual([]);
  });

  test('each reason is still needed', () => {
    expect(
      sources.filter((source) => LONG[source.path] !== undefined && isLong(source)).map(({ path }) => path),
    ).toEqual(Object.keys(LONG));
  });

  test('nothing is left to be done another day', () => {
    expect(leftOvers(sources)).toEqual([]);
  });

  test('names of files are kebab-case', () => {
    const given = new Set(['Dockerfile', 'Caddyfile']); // by the programs that read them
    const names = rooms
      .flatMap(filesUnder)
      .map((path) => path.split('/').at(-1) ?? '')
      .filter((name) => !given.has(name));
    expect(
      names.filter((name) => !/^\.?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(name) && !/^[A-Z]+\.md$/.test(name)),
    ).toEqual([]);
  });

  test('a long file and a left-over are noticed', () => {
    expect(tooLong([{ path: 'a.ts', text: '\n'.repeat(400) }])).toEqual(['a.ts']);
    expect(leftOvers([{ path: 'a.ts', text: `one\n// ${'TO'}DO: two` }])).toEqual(['a.ts:2']);
  });
});
