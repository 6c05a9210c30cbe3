import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const found = (command: string): boolean => {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export const hasGcc = process.env.BENCH_CLIENT !== 'ws' && found('gcc');
export const canPin = process.platform === 'linux' && found('taskset');

/**
 * Where a process may run. Servers under test have core 0 to themselves and their clients core 1, so that neither pays for
 * the other; `all` is a server as people run it, while its client stays where it is.
 */
export type Core = 0 | 1 | 'all';

export interface Child {
  readonly pid: number;
  /** The next line of its stdout that `wanted` accepts; the others are dropped. Fails when it ends or stays silent. */
  line(wanted: (line: string) => boolean, seconds?: number): Promise<string>;
  write(text: string): void;
  /** SIGTERM, then SIGKILL after 5 s; resolves once it is gone. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export interface ChildOptions {
  readonly core?: Core;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export const startChild = (command: string, args: readonly string[], { core, env, cwd }: ChildOptions = {}): Child => {
  const pinned = core !== undefined && core !== 'all' && canPin;
  const child = spawn(pinned ? 'taskset' : command, pinned ? ['-c', String(core), command, ...args] : [...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(cwd ? { cwd } : {}),
    env: { ...process.env, ...env },
  });
  children.add(child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} cannot be started`);

  const waiting: string[] = [];
  const last: string[] = [];
  let wake: (() => void) | undefined;
  let gone = false;
  const remember = (line: string): void => {
    last.push(line);
    if (last.length > 20) last.shift();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    remember(line);
    waiting.push(line);
    wake?.();
  });
  createInterface({ input: child.stderr }).on('line', remember);
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => {
      gone = true;
      children.delete(child);
      wake?.();
      resolve();
    });
  });
  child.stdin.on('error', () => undefined);

  const line: Child['line'] = async (wanted, seconds = 60) => {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) if (wanted(next)) return next;
      const said = `${command} ${args.join(' ')}; it last said:\n${last.join('\n')}`;
      if (gone) throw new Error(`ended early: ${said}`);
      if (Date.now() >= until) throw new Error(`silent for ${seconds} s: ${said}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, until - Date.now());
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(timer);
  };
  return {
    pid,
    line,
    write: (text) => child.stdin.write(text),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
};
