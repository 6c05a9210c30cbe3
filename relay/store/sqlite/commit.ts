import { accountOperations } from './accounts.ts';
import { backupOperations } from './backups.ts';
import { blobOperations } from './blobs.ts';
import { callOperations } from './calls.ts';
import { connect, failureOf } from './database.ts';
import { deviceListOperations } from './device-lists.ts';
import type { Job, Result } from './jobs.ts';
import { type MailboxLimits, mailboxes } from './mailboxes.ts';
import type { OperationName, Part } from './part.ts';
import { pushSubscriptionOperations } from './push-subscriptions.ts';
import { rosterOperations } from './roster.ts';
import { sessionOperations } from './sessions.ts';

export interface Committer {
  /** Runs the jobs in one transaction. When this returns, what the results tell of is on the disk. */
  commit(jobs: readonly Job[]): readonly Result[];
  close(): void;
}

const DONE: Result = { type: 'done', value: undefined };

/** The transactions of one database file. Knows nothing of threads. */
export const openCommitter = (file: string, limits: MailboxLimits): Committer => {
  const connection = connect(file);
  const boxes = mailboxes(connection, limits);
  const lists = deviceListOperations(connection);
  const operations: Part<OperationName> = {
    ...accountOperations(connection),
    ...sessionOperations(connection, boxes.forgetDevice, lists.hasList),
    deviceLists: lists.deviceLists,
    saveDeviceList: lists.saveDeviceList,
    ...rosterOperations(connection),
    ...callOperations(connection, boxes),
    ...blobOperations(connection),
    ...backupOperations(connection),
    ...pushSubscriptionOperations(connection),
    readMail: boxes.readMail,
    forgetMail: boxes.forgetMail,
    forgetTaken: boxes.forgetTaken,
    devices: boxes.devices,
  };

  const run = (job: Job): Result => {
    // These two cannot fail alone, and a savepoint for each would cost more than they do.
    if (job.type === 'append') return boxes.append(job.append);
    if (job.type === 'acknowledge') {
      boxes.acknowledge(job.device, job.through);
      return DONE;
    }
    const operation = operations[job.name] as (...args: readonly unknown[]) => unknown; // the store's type pairs names and arguments
    return { type: 'done', value: connection.atomically(() => operation(...job.args)) };
  };

  const together = (jobs: readonly Job[]): readonly Result[] =>
    connection.atomically(() => {
      boxes.begin(jobs.flatMap((job) => (job.type === 'append' ? [job.append] : [])));
      const results = jobs.map(run);
      boxes.write();
      return results;
    });

  const alone = (job: Job): readonly Result[] => {
    try {
      return together([job]);
    } catch (error) {
      boxes.forgetAll();
      const what = job.type === 'operation' ? job.name : job.type;
      return [{ type: 'failed', reason: failureOf(error), message: `${what}: ${String(error)}` }];
    }
  };

  return {
    commit(jobs) {
      try {
        return together(jobs);
      } catch {
        boxes.forgetAll();
        return jobs.flatMap(alone); // one that cannot be done must not take the others with it
      }
    },
    close: connection.close,
  };
};
