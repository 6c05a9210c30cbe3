// Runs the tests and counts them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, run } from './run.mjs';

const RESULTS = 'test-results';

const vitest = (suite, projects) => ({
  command: [
    ...['vitest', 'run', ...projects.flatMap((project) => ['--project', project])],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}/${suite}.json`],
  ],
  read: ({ numPassedTests, testResults }) => ({
    passed: numPassedTests,
    skipped: testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'skipped')
        .map(({ fullName }) => `${relative(ROOT, name)}: ${fullName}`),
    ),
    failures: testResults.flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0 && message) return [`${relative(ROOT, name)}: ${message}`];
      return failed.map(
        ({ fullName, failureMessages }) => `${relative(ROOT, name)}: ${fullName}\n${failureMessages.join('\n')}`,
      );
    }),
  }),
});

/** The tests in a suite of Playwright's report, and in those below it. */
const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)];

/** One of the projects in playwright.config.ts. */
const playwright = (project, workers) => ({
  command: [
    ...['playwright', 'test', '--project', project, '--workers', String(workers)],
    ...['--output', `${RESULTS}/${project}`],
  ],
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: `${RESULTS}/${project}.json` },
  read: ({ stats, suites, errors }) => ({
    passed: stats.expected,
    skipped: suites
      .flatMap(specsOf)
      .filter(({ tests }) => tests.some(({ status }) => status === 'skipped'))
      .map(({ file, title }) => `${file}: ${title}`),
    failures: [
      ...errors.map(({ message }) => message),
      ...suites.flatMap(specsOf).flatMap(({ ok, file, title, tests }) => {
        if (ok) return [];
        const words = tests.flatMap(({ results }) =>
          results.flatMap(({ errors }) => errors.map(({ message }) => message)),
        );
        return [`${file}: ${title}\n${words.join('\n')}`];
      }),
    ],
  }),
});

const SUITES = {
  unit: vitest('unit', ['unit']),
  /** That no ticked message is lost, whatever happens to the relay: minutes, and hours in a long run. */
  promise: vitest('promise', ['promise', 'network']),
  alone: playwright('alone', 1),
  together: playwright('together', 2),
};

const readResult = (suite) => {
  try {
    return SUITES[suite].read(JSON.parse(readFileSync(join(ROOT, RESULTS, `${suite}.json`), 'utf8')));
  } catch {
    return { passed: 0, skipped: [], failures: [] };
  }
};

/** Runs one suite. A run that breaks without a failed test counts as one failure, so that no red is ever counted as green. */
const runSuite = async (suite, env) => {
  const { command, env: own } = SUITES[suite];
  const [tool, ...args] = command;
  rmSync(join(ROOT, RESULTS, `${suite}.json`), { force: true });
  mkdirSync(join(ROOT, RESULTS), { recursive: true });
  const code = await run(tool, args, { env: { ...own, ...env } });
  const { passed, skipped, failures } = readResult(suite);
  return { passed, skipped, failures: code === 0 || failures.length > 0 ? failures : [`${suite}: ended with ${code}`] };
};

export const runTests = async (suites = Object.keys(SUITES), env = {}) => {
  const results = [];
  for (const suite of suites) results.push(await runSuite(suite, env));
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    skipped: results.flatMap(({ skipped }) => skipped),
    failures: results.flatMap(({ failures }) => failures),
  };
};

/** So much of what a failed test says is told again at the end: what it says can be a picture of a whole page. */
const MOST_LINES = 30;

/** The last lines of every run: what was left out, for want of something on this machine or of hours, what failed, and the count. */
export const report = ({ passed, skipped, failures }) => {
  for (const one of skipped) console.log(`Not run: ${one}`);
  for (const failure of failures) console.log(`\nFailed: ${failure.split('\n').slice(0, MOST_LINES).join('\n')}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
};
