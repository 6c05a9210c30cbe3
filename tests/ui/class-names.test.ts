import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

test('no two style sheets have the same name: classes are called after them', () => {
  const names = globSync('{shared,pwa,extension/entrypoints}/**/*.module.css').map((path) => basename(path));
  expect(names.length).toBeGreaterThan(30);
  expect([...new Set(names)].sort()).toEqual(names.sort());
});
