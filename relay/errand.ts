import { readConfig } from './config.ts';

/** A command beside the relay, on its `DATA_DIR`: one argument, one line of answer, and 1 as exit code where it failed. */
export const runErrand = async (
  usage: string,
  work: (dataDir: string, argument: string) => string | Promise<string>,
): Promise<void> => {
  process.umask(0o077); // new files are for this user alone
  const [argument, ...more] = process.argv.slice(2);
  try {
    if (!argument || more.length > 0) throw new Error(`Usage: ${usage}`);
    process.stdout.write(`${await work(readConfig(process.env).DATA_DIR, argument)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
};
