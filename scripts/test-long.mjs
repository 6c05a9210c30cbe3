// npm run test:long: the tests whose counts are worth hours, with the larger counts (tests/how-many.ts).
import { install } from './install.mjs';
import { report, runTests } from './tests.mjs';

const SUITES = ['promise'];

await install();
report(await runTests(SUITES, { LONG_TESTS: '1' }));
