// npm run doctor: whether the relay that the environment (PORT, DATA_DIR, …) is for is set up as calls need it.
import { build } from './build.mjs';
import { install } from './install.mjs';
import { NODE, run } from './run.mjs';

await install();
await build(['relay']);
process.exitCode = await run(NODE, ['relay/dist/doctor.js', ...process.argv.slice(2)]);
