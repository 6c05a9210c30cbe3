import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './sources.ts';

// The compiler looks for the types of `vite` and `node` above the project file: the probes must lie inside the project.
const shelf = join(ROOT, 'node_modules/.cache/tincan');
let folder = '';

beforeAll(() => {
  mkdirSync(shelf, { recursive: true });
  folder = mkdtempSync(join(shelf, 'walls-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether a file with this text would compile in the room. */
const compilesIn = (room: string, text: string): boolean => {
  const project = join(folder, 'tsconfig.json');
  writeFileSync(join(folder, 'probe.ts'), text);
  writeFileSync(project, JSON.stringify({ extends: join(ROOT, room, 'tsconfig.json'), include: ['probe.ts'] }));
  return spawnSync('tsc', ['--project', project], { encoding: 'utf8' }).status === 0;
};

const HERE: readonly (readonly [room: string, global: string])[] = [
  ['shared/client', 'window'],
  ['shared/ui', 'document'],
  ['pwa', 'window'],
  ['extension', 'window'],
  ['relay', 'process'],
];

const ABSENT: readonly (readonly [room: string, global: string])[] = [
  ['shared/protocol', 'window'],
  ['shared/protocol', 'process'],
  ['shared/core', 'document'],
  ['shared/core', 'process'],
  ['shared/core', 'setTimeout'],
  ['shared/client', 'process'],
  ['shared/ui', 'process'],
  ['pwa', 'process'],
  ['extension', 'process'],
  ['relay', 'window'],
];

describe('walls of the rooms', () => {
  test.each(HERE)('%s has %s', (room, global) => {
    expect(compilesIn(room, `export const probe = ${global};\n`)).toBe(true);
  });

  test.each(ABSENT)('%s has no %s', (room, global) => {
    expect(compilesIn(room, `export const probe = ${global};\n`)).toBe(false);
  });
});
