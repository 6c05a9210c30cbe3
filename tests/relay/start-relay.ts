import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../relay/main.ts', import.meta.url));
const READY = /Tincan is ready at (\S+)/;

/** A relay in a process of its own, as people run it. */
export interface RunningRelay {
  /** `http://localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything it has written so far. */
  output(): string;
  /** SIGTERM; resolves to the exit code. Removes the data unless `keep`. */
  stop(options?: { readonly keep?: boolean }): Promise<number | null>;
  /** SIGKILL. The data stays. */
  kill(): Promise<void>;
  /** A new process on the same data and, if the port is free, the same port. */
  restart(environment?: Readonly<Record<string, string>>): Promise<RunningRelay>;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Made where it is not given. */
  readonly dataDir?: string;
  readonly port?: number;
}

/** Starts `relay/main.ts` on a free port with its own data; limits are a thousand times wider unless said otherwise. */
export const startRelay = async ({ environment = {}, dataDir = mkdtempSync(join(tmpdir(), 'tincan-relay-')), port = 0 }: StartOptions = {}): Promise<RunningRelay> => {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      RATE_LIMIT_SCALE: '1000',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const ready = READY.exec(output)?.[1];
      if (ready) resolve(ready);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void exited.then((code) => reject(new Error(`the relay ended with ${code}:\n${output}`)));
  });

  return {
    url,
    port: Number(new URL(url).port),
    dataDir,
    process: child,
    output: () => output,
    async stop({ keep = false } = {}) {
      child.kill('SIGTERM');
      const code = await exited;
      if (!keep) rmSync(dataDir, { recursive: true, force: true });
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    restart: (more = {}) => startRelay({ environment: { ...environment, ...more }, dataDir, port: Number(new URL(url).port) }),
  };
};
