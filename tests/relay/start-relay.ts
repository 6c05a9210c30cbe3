import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

/** The relay as `npm start` runs it. */
export const MAIN = fileURLToPath(new URL('../../relay/dist/main.js', import.meta.url));
/** Hundreds of relays are started: compiled once, each of them costs a sixth less. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/tincan/compiled', import.meta.url));
const READY = /Tincan is ready at (\S+)/;

/** A relay in a process of its own, as people run it. */
export interface RunningRelay {
  /** `http://localhost:PORT`; the same after a new start. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  pid(): number;
  /** Everything its processes have written so far. */
  output(): string;
  /** SIGKILL. The data stays. */
  kill(): Promise<void>;
  /** A new process on the same data and port, after `kill` or `end`. */
  start(environment?: Readonly<Record<string, string>>): Promise<void>;
  /** SIGTERM. Resolves to the exit code; the data stays. */
  end(): Promise<number | null>;
  /** Ends it where it runs and removes the data. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Made where it is not given. */
  readonly dataDir?: string;
  /** Another file to run than the product's: a relay with a mistake in it. */
  readonly main?: string;
  /** A program and its arguments that runs the relay in its own place, or beside it. */
  readonly under?: readonly string[];
}

interface RelayProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  readonly url: string;
}

const launch = async (
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  written: (text: string) => void,
): Promise<RelayProcess> => {
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      written(chunk.toString());
      const ready = READY.exec(output)?.[1];
      if (ready) resolve(ready);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) => reject(new Error(`the relay ended with ${code}:\n${output}`)));
  });
  return { child, exited, url };
};

/** Starts the built relay on a free port with its own data; rates are a thousand times wider unless said otherwise. */
export const startRelay = async ({
  environment = {},
  dataDir = mkdtempSync(join(tmpdir(), 'tincan-relay-')),
  main = MAIN,
  under = [],
}: StartOptions = {}): Promise<RunningRelay> => {
  let output = '';
  const written = (text: string): void => {
    output += text;
  };
  const variables = {
    PATH: process.env.PATH ?? '',
    NODE_COMPILE_CACHE: COMPILED,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_SCALE: '1000',
    ...environment,
  };
  const command = [...under, process.execPath, main];
  let running = await launch(command, variables, written);
  const port = Number(new URL(running.url).port);

  const end = (): Promise<number | null> => {
    running.child.kill('SIGTERM');
    return running.exited;
  };

  return {
    url: running.url,
    port,
    dataDir,
    pid: () => running.child.pid ?? 0,
    output: () => output,
    async kill() {
      running.child.kill('SIGKILL');
      await running.exited;
    },
    async start(more = {}) {
      running = await launch(command, { ...variables, ...more, PORT: String(port) }, written);
    },
    end,
    async stop() {
      await end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
