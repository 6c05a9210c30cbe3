// What must hold before any test is worth running: format, lint, types room by room, no dead code.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';
import { ROOT, run } from './run.mjs';

const ROOMS = ['shared/protocol', 'shared/core', 'shared/client', 'shared/ui', 'relay', 'pwa', 'extension', 'tests'];

const CHECKS = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '--max-diagnostics=50'] },
  // Writes extension/.wxt, which holds the types of WXT's own imports.
  { name: 'extension types', command: ['wxt', 'prepare', 'extension'] },
  ...ROOMS.filter((room) => existsSync(join(ROOT, room, 'tsconfig.json'))).map((room) => ({
    name: `types of ${room}`,
    command: ['tsc', '--project', room],
  })),
  { name: 'dead code', command: ['knip', '--no-progress'] },
];

/** Runs every check, also after one has failed, and gives the names of those that did. */
export const failedChecks = async () => {
  const failed = [];
  for (const {
    name,
    command: [tool, ...args],
  } of CHECKS) {
    const code = await run(tool, args, { quiet: true });
    console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
    if (code !== 0) failed.push(name);
  }
  return failed;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await install();
  process.exitCode = (await failedChecks()).length === 0 ? 0 : 1;
}
