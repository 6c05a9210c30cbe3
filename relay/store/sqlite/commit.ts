import type { Appended, StoreFailure } from '../store.ts';
import { accountOperations } from './accounts.ts';
import { callOperations } from './calls.ts';
import { connect, failureOf } from './database.ts';
import { type MailboxLimits, mailboxes } from './mailboxes.ts';
import type { AppendOperation, OperationName, Part } from './part.ts';
import { rosterOperations } from './roster.ts';
import { sessionOperations } from './sessions.ts';

/** One operation on its way to the database, small enough to be copied between threads quickly. */
export type Job =
  | readonly ['append', ...Parameters<FlatAppend>]
  | { readonly [Name in OperationName]: readonly [Name, ...Parameters<Part<Name>[Name]>] }[OperationName];

type FlatAppend = (
  sender: number,
  envelope: string,
  at: number,
  devices: readonly number[],
  bodies: readonly string[],
) => Appended;

export interface Failure {
  readonly failure: StoreFailure;
  readonly message: string;
}

export type Result = { readonly value: unknown } | Failure;

export interface Committer {
  /** Runs the jobs in one transaction. When this returns, what the results tell of is on the disk. */
  commit(jobs: readonly Job[]): readonly Result[];
  close(): void;
}

/** The transactions of one database file. Knows nothing of threads. */
export const openCommitter = (file: string, limits: MailboxLimits): Committer => {
  const connection = connect(file);
  const boxes = mailboxes(connection, limits);
  const operations: Part<OperationName> = {
    ...accountOperations(connection),
    ...sessionOperations(connection, boxes.forgetDevice),
    ...rosterOperations(connection),
    ...callOperations(connection, boxes),
    readMail: boxes.readMail,
    acknowledge: boxes.acknowledge,
    devices: boxes.devices,
    forgetBefore: boxes.forgetBefore,
  };
  const append: AppendOperation = boxes.append;

  const run = (job: Job): unknown => {
    if (job[0] === 'append')
      return append({ sender: job[1], envelope: job[2], at: job[3], devices: job[4], bodies: job[5] });
    const [name, ...args] = job;
    const operation = operations[name] as (...args: readonly unknown[]) => unknown; // the pairs of name and arguments were checked where the job was made
    return connection.atomically(() => operation(...args));
  };

  const alone = (job: Job): Result => {
    try {
      return { value: connection.atomically(() => run(job)) };
    } catch (error) {
      boxes.forgetAll();
      return { failure: failureOf(error), message: `${job[0]}: ${String(error)}` };
    }
  };

  return {
    commit(jobs) {
      try {
        return connection.atomically(() => jobs.map((job) => ({ value: run(job) })));
      } catch {
        boxes.forgetAll();
        return jobs.map(alone); // one that cannot be done must not take the others with it
      }
    },
    close: connection.close,
  };
};
