// npm start: from a fresh clone to a running relay. The environment (PORT, DATA_DIR, …) reaches the relay as it is.
// package.json says `exec`: else a signal to npm ends the shell between, and leaves the relay running.
import { build } from './build.mjs';
import { install } from './install.mjs';
import { NODE, RELAY, run } from './run.mjs';

await install();
await build();
process.exitCode = await run(NODE, RELAY);
