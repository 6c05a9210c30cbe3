// npm start: from a fresh clone to a running relay. The environment (PORT, DATA_DIR, …) reaches the relay as it is.
import { build } from './build.mjs';
import { install } from './install.mjs';
import { NODE, run } from './run.mjs';

await install();
await build();
process.exitCode = await run(NODE, ['relay/main.ts']);
