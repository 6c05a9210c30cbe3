// Runs the project's tools under the Node that comes with it, whatever Node the machine has.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const BIN = join(ROOT, 'node_modules', '.bin');

/** The npm package `node`: version 22, which `uWebSockets.js` and `better-sqlite3` are built for. */
export const NODE = join(ROOT, 'node_modules', 'node', 'bin', 'node');

/**
 * Envelopes survive until they are on the disk: with more room than V8's 16 MiB for what is young, a busy relay copies fewer
 * of them (measured, November 2026: 8 % less work for each). See relay/heap.ts.
 */
const ROOM_FOR_YOUNG = '--max-semi-space-size=32';

/** What Node runs as the relay. */
export const RELAY = [ROOM_FOR_YOUNG, 'relay/dist/main.js'];

/** The same from its sources, for whoever works on them. */
export const RELAY_SOURCES = [ROOM_FOR_YOUNG, 'relay/main.ts'];

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const exitCodeOf = (code, signal) => code ?? 128 + constants.signals[signal];

/**
 * Starts a program in the project's folder, passes it the signals that reach us, and gives its exit code.
 * With `quiet` its output is shown only if it fails.
 */
export const run = (command, args = [], { quiet = false, env = {} } = {}) =>
  new Promise((resolve, reject) => {
    const path = `${BIN}${delimiter}${process.env.PATH ?? ''}`;
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, PATH: path, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    const pass = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, pass);
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const signal of SIGNALS) process.off(signal, pass);
      const exitCode = exitCodeOf(code, signal);
      if (exitCode !== 0) process.stderr.write(Buffer.concat(output));
      resolve(exitCode);
    });
  });

/** As `run`, for a step that the next ones stand on: where it fails, so do we. */
export const mustRun = async (command, args, options) => {
  const code = await run(command, args, options);
  if (code !== 0) process.exit(code);
};
