import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './sources.ts';

// The compiler looks for types above the project file: the probe must lie inside the project.
const shelf = join(ROOT, 'node_modules/.cache/tincan');
let folder = '';

beforeAll(() => {
  mkdirSync(shelf, { recursive: true });
  folder = mkdtempSync(join(shelf, 'walls-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether a file in the room could name this global. */
const knows = (room: string, global: string): boolean => {
  const project = join(folder, 'tsconfig.json');
  writeFileSync(join(folder, 'probe.ts'), `export const probe = ${global};\n`);
  writeFileSync(
    project,
    JSON.stringify({ extends: join(ROOT, room, 'tsconfig.json'), include: [join(ROOT, room), 'probe.ts'] }),
  );
  const { stdout } = spawnSync('tsc', ['--project', project], { encoding: 'utf8' });
  return !stdout.includes('probe.ts(1,');
};

const HERE: readonly (readonly [room: string, global: string])[] = [
  ['shared/client', 'window'],
  ['shared/ui', 'document'],
  ['pwa', 'window'],
  ['extension', 'window'],
  ['relay', 'process'],
];

// Not `extension`: WXT's own types bring Node's along. Imports of Node's modules are tested beside the foreign libraries.
const ABSENT: readonly (readonly [room: string, global: string])[] = [
  ['shared/protocol', 'window'],
  ['shared/protocol', 'process'],
  ['shared/core', 'document'],
  ['shared/core', 'process'],
  ['shared/core', 'setTimeout'],
  ['shared/client', 'process'],
  ['shared/ui', 'process'],
  ['pwa', 'process'],
  ['relay', 'window'],
];

/** The compiler reads a whole room, on a busy machine for half a minute. */
const PATIENCE_MS = 90_000;

describe('walls of the rooms', { timeout: PATIENCE_MS }, () => {
  test.each(HERE)('%s has %s', (room, global) => {
    expect(knows(room, global)).toBe(true);
  });

  test.each(ABSENT)('%s has no %s', (room, global) => {
    expect(knows(room, global)).toBe(false);
  });
});
