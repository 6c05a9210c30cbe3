import { closeSync, existsSync, fdatasyncSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { canPin, hasGcc } from './child.ts';

/** CPU seconds that all threads of a process have used, from the scheduler; `undefined` where it does not tell. */
export const cpuSeconds = (pid: number): number | undefined => {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return undefined;
  let nanoseconds = 0;
  for (const task of readdirSync(tasks)) {
    nanoseconds += Number(readFileSync(join(tasks, task, 'schedstat'), 'utf8').split(' ')[0]);
  }
  return nanoseconds / 1e9;
};

/** Milliseconds of one 4 KiB write and fdatasync in `folder`, sorted, of 200. */
export const fdatasyncTimes = (folder: string): readonly number[] => {
  const path = join(folder, 'fdatasync-probe');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(4096, 1);
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    times.push(performance.now() - start);
  }
  closeSync(file);
  rmSync(path);
  return times.sort((a, b) => a - b);
};

/** Sockets that one process may hold, with some files beside them; a process raises its own limit to the hard one. */
export const mostSockets = (): number => {
  const limits = '/proc/self/limits';
  const [, hard] = existsSync(limits) ? (/^Max open files +\S+ +(\d+)/m.exec(readFileSync(limits, 'utf8')) ?? []) : [];
  return Number(hard ?? 10_240) - 500;
};

export const machineFacts = () => ({
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: existsSync('/proc/version') ? readFileSync('/proc/version', 'utf8').split(' ')[2] : process.platform,
  node: process.version,
  pinned: canPin,
  sockets: mostSockets(),
  client: hasGcc ? 'wsload (C)' : 'ws (client-bound)',
  load: loadavg().map((value) => Math.round(value * 100) / 100),
});
