// node scripts/screenshots.mjs: every state of a call, of a room and of the setup check, in three sizes and both themes, into test-results/screenshots.
// `--language=ru`: in that one; `--states=ended`: only those that begin so.
import { install } from './install.mjs';
import { NODE, run } from './run.mjs';

await install();
process.exitCode = await run(NODE, ['tests/pwa/gallery/screenshots.ts', ...process.argv.slice(2)]);
