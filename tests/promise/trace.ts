import { spawnSync } from 'node:child_process';
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EnvelopeId } from '#shared/protocol/ids.ts';

// What strace sees of a relay, read line by line: 'PID call(FD<PATH>, "text", …) = result', or, where another thread comes
// between, 'PID call(… <unfinished ...>' and later 'PID <... call resumed>…) = result'.

/** Longer than any page of the database and whatever one write to a socket holds. */
const LONGEST_TEXT = 65_536;

/** Runs what follows it, in its own place (`-D`), and writes what it and its threads write, send and sync to the file. */
export const tracing = (file: string): readonly string[] => [
  ...['strace', '-D', '-f', '-y', '-q', '-s', String(LONGEST_TEXT), '-o', file],
  ...['-e', 'trace=write,writev,pwrite64,sendto,sendmsg,fsync,fdatasync'],
];

/** Why nothing can be traced here; undefined where it can. */
export const noTracing: string | undefined = (() => {
  const { error, status } = spawnSync('strace', ['-D', '-f', '-y', '-qq', '-o', '/dev/null', 'true']);
  if (error) return 'there is no strace';
  return status === 0 ? undefined : 'strace may not attach';
})();

/** In which the end of the last thread is told. */
const LAST_BYTES = 200;

const TO_LOG = /^\d+ +(?:write|pwrite64)\(\d+<[^>]*\.db-wal>/;
const SYNC = /^(\d+) +(?:fsync|fdatasync)\(\d+<[^>]*\.db-wal>/;
const SYNC_RESUMED = /^(\d+) +<\.\.\. (?:fsync|fdatasync) resumed>/;
const UNFINISHED = /<unfinished \.\.\.>$/;
const SUCCEEDED = /= 0$/;
/** Wherever one may begin: what lies before it in a page may look like a part of it. */
const ID = /(?=([0-7][0-9A-HJKMNP-TV-Z]{25}))/g;
const TICK = /\{\\"type\\":\\"sent\\",\\"id\\":\\"[^"\\]*\\",\\"envelope\\":\\"([0-9A-Z]{26})\\"/g;

export interface Traced {
  readonly ticks: number;
  /** Ticks that left before the log, with their message in it, was on the disk. */
  readonly early: readonly EnvelopeId[];
}

const endOf = (file: string): string => {
  const fd = openSync(file, 'r');
  const bytes = Buffer.alloc(LAST_BYTES);
  const length = readSync(fd, bytes, 0, LAST_BYTES, Math.max(0, fstatSync(fd).size - LAST_BYTES));
  closeSync(fd);
  return bytes.toString('latin1', 0, length);
};

/** Whether strace, which outlives the relay by a moment, has written everything. */
export const isWhole = (file: string, pid: number): boolean =>
  new RegExp(`^${pid} +\\+\\+\\+ exited`, 'm').test(endOf(file));

/** Goes through the relay's calls in their order. */
export const readTrace = async (file: string): Promise<Traced> => {
  /** Ids in the log, by the number of the line that wrote them first. */
  const logged = new Map<string, number>();
  const unsynced = new Set<string>();
  /** By thread: at which line its sync began. */
  const syncing = new Map<string, number>();
  const ticked = new Set<EnvelopeId>();
  const early: EnvelopeId[] = [];
  let at = 0;

  const synced = (since: number): void => {
    for (const id of unsynced) if ((logged.get(id) ?? at) < since) unsynced.delete(id);
  };

  for await (const line of createInterface({ input: createReadStream(file) })) {
    at += 1;
    const began = SYNC.exec(line)?.[1];
    const resumed = SYNC_RESUMED.exec(line)?.[1];
    if (TO_LOG.test(line)) {
      for (const [, id = ''] of line.matchAll(ID)) {
        if (logged.has(id)) continue;
        logged.set(id, at);
        unsynced.add(id);
      }
    } else if (began !== undefined) {
      if (UNFINISHED.test(line)) syncing.set(began, at);
      else if (SUCCEEDED.test(line)) synced(at);
    } else if (resumed !== undefined) {
      const since = syncing.get(resumed);
      syncing.delete(resumed);
      if (since !== undefined && SUCCEEDED.test(line)) synced(since);
    } else {
      for (const [, id = ''] of line.matchAll(TICK)) {
        if (ticked.has(id)) continue;
        ticked.add(id);
        if (!logged.has(id) || unsynced.has(id)) early.push(id);
      }
    }
  }
  return { ticks: ticked.size, early };
};
