// npm run bench: Tincan beside PeerServer. Options (for one: --quick) go to tests/bench/run.ts.
import { build } from './build.mjs';
import { install } from './install.mjs';
import { NODE, run } from './run.mjs';

await install();
await build();
process.exitCode = await run(NODE, ['tests/bench/run.ts', ...process.argv.slice(2)]);
