// npm test: every test, from a fresh clone and without a question.
import { build } from './build.mjs';
import { install } from './install.mjs';
import { report, runTests } from './tests.mjs';

await install();
await build();
report(await runTests());
