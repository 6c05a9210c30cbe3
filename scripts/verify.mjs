// npm run verify: the one command that says yes to a change. `--browser` adds the browser tests, as CI does.
import { build } from './build.mjs';
import { failedChecks } from './checks.mjs';
import { install } from './install.mjs';
import { report, runTests } from './tests.mjs';

await install();
const failed = await failedChecks();
await build();
const tests = await (process.argv.includes('--browser') ? runTests() : runTests(['unit', 'promise']));
report({ ...tests, failures: [...failed.map((check) => `the check of ${check}`), ...tests.failures] });
