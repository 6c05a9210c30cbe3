// Runs the tests and counts them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './run.mjs';

const RESULTS = 'test-results';

const vitest = (suite, projects) => ({
  command: [
    ...['vitest', 'run', ...projects.flatMap((project) => ['--project', project])],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}/${suite}.json`],
  ],
  count: ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
});

const SUITES = {
  unit: vitest('unit', ['unit']),
  /** That no ticked message is lost, whatever happens to the relay: minutes, and hours in a long run. */
  promise: vitest('promise', ['promise', 'network']),
  browser: {
    command: ['playwright', 'test'],
    count: ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }),
  },
};

const readResult = (suite) => {
  try {
    return SUITES[suite].count(JSON.parse(readFileSync(join(ROOT, RESULTS, `${suite}.json`), 'utf8')));
  } catch {
    return { passed: 0, failed: 0 };
  }
};

/** Runs one suite. A run that breaks without a failed test counts as one failure, so that no red is ever counted as green. */
const runSuite = async (suite, env) => {
  const [tool, ...args] = SUITES[suite].command;
  rmSync(join(ROOT, RESULTS, `${suite}.json`), { force: true });
  mkdirSync(join(ROOT, RESULTS), { recursive: true });
  const code = await run(tool, args, { env });
  const { passed, failed } = readResult(suite);
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
};

export const runTests = async (suites = ['unit', 'promise', 'browser'], env = {}) => {
  const total = { passed: 0, failed: 0 };
  for (const suite of suites) {
    const { passed, failed } = await runSuite(suite, env);
    total.passed += passed;
    total.failed += failed;
  }
  return total;
};

/** The last line of every run. */
export const report = ({ passed, failed }) => {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
};
