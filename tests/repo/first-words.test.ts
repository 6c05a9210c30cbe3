import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from '#shared/ui/strings/en.ts';
import { moreEn } from '#shared/ui/strings/en-more.ts';
import { ROOT, read, resolveImport } from './sources.ts';

/** Values alone: a type is not there at run time. */
const STATIC = /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)';|^import '([^']+)';/gms;

const staticImports = (path: string): readonly string[] =>
  [...read(path).matchAll(STATIC)]
    .map(([, named = '', bare = '']) => resolveImport(path, named || bare))
    .filter((found) => found !== undefined && /\.tsx?$/.test(found) && existsSync(join(ROOT, found)))
    .map(String);

/** What stands before anything that is loaded on demand. */
const reachedFrom = (...entries: readonly string[]): ReadonlySet<string> => {
  const reached = new Set(entries);
  for (const path of reached) for (const next of staticImports(path)) reached.add(next);
  return reached;
};

/** Sections of words that a file says, as `path: section`. */
const said = (path: string): readonly string[] =>
  [...read(path).matchAll(/\bwords(?:\(\))?\.([a-zA-Z]+)/g)].map(([, section]) => `${path}: ${section}`);

test('what is there before anything is loaded on demand says first words alone', () => {
  const first = reachedFrom('shared/ui/app.tsx', 'shared/ui/popup-app.tsx');
  expect(first.size).toBeGreaterThan(40);
  const tooEarly = [...first].flatMap(said).filter((one) => (one.split(': ')[1] as string) in moreEn);
  expect(tooEarly).toEqual([]);
});

test('no word is said twice', () => {
  expect(Object.keys(moreEn).filter((section) => section in en)).toEqual([]);
});
