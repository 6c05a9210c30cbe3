import { expect, test } from 'vitest';
import { titlesIn } from './rules.ts';
import { filesUnder, read } from './sources.ts';
import { THREATS } from './threats.ts';

const ROWS = 29;

test('each row of the threat model is there once, and has tests', () => {
  expect(THREATS.map(({ row }) => row)).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
  const untested = THREATS.filter(({ tests }) => Object.values(tests).flat().length === 0).map(({ row }) => row);
  expect(untested).toEqual([]);
});

test.each(THREATS)('row $row: each test that is named exists, once', ({ tests }) => {
  for (const [path, names] of Object.entries(tests)) {
    const titles = titlesIn(read(path));
    for (const name of names)
      expect([path, name, titles.filter((title) => title.includes(name)).length]).toEqual([path, name, 1]);
  }
});

test('each row that the code names exists', () => {
  const files = ['shared', 'relay', 'pwa', 'extension']
    .flatMap(filesUnder)
    .filter((path) => /\.(tsx?|conf)$/.test(path));
  const named = files.flatMap((path) =>
    [...read(path).matchAll(/security\.md rows? (\d+)(?: and (\d+))?/g)].flatMap(([, ...rows]) => rows),
  );
  expect(named.filter((row) => row !== undefined && !(Number(row) >= 1 && Number(row) <= ROWS))).toEqual([]);
});
