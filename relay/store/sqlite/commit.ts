import { accessKeyOperations } from './access-keys.ts';
import { accountOperations } from './accounts.ts';
import { administrationOperations } from './administration.ts';
import { auditLog } from './audit-log.ts';
import { backupOperations } from './backups.ts';
import { blobOperations } from './blobs.ts';
import { callOperations } from './calls.ts';
import { clockSeenOperations } from './clock-seen.ts';
import { connect, failureOf } from './database.ts';
import { deviceListOperations } from './device-lists.ts';
import { healthOperations } from './health.ts';
import type { Job, Result } from './jobs.ts';
import { type MailboxLimits, mailboxes } from './mailboxes.ts';
import type { OperationName, Part } from './part.ts';
import { pushSubscriptionOperations } from './push-subscriptions.ts';
import { roomOperations } from './rooms.ts';
import { rosterOperations } from './roster.ts';
import { secondFactorOperations } from './second-factors.ts';
import { sessionOperations } from './sessions.ts';

export interface Committer {
  /** Runs the jobs in one transaction. When this returns, what the results tell of is on the disk. */
  commit(jobs: readonly Job[]): readonly Result[];
  /** Writes the file anew, between two transactions. */
  compact(): Result;
  close(): void;
}

const DONE: Result = { type: 'done', value: undefined };

const failed = (what: string, error: unknown): Result => ({
  type: 'failed',
  reason: failureOf(error),
  message: `${what}: ${String(error)}`,
});

/** The transactions of one database file. Knows nothing of threads. */
export const openCommitter = (file: string, limits: MailboxLimits): Committer => {
  const connection = connect(file);
  const boxes = mailboxes(connection, limits);
  const lists = deviceListOperations(connection);
  const audit = auditLog(connection);
  const keys = accessKeyOperations(connection, audit);
  const { endOthers, ...sessions } = sessionOperations(connection, boxes.forgetDevice, lists.hasList);
  const accounts = accountOperations(connection, keys, audit);
  const administration = administrationOperations(connection, { audit, boxes, endOthers });
  const operations: Part<OperationName> = {
    ...accounts,
    registerAccount: (account, device, accessKey) => {
      const row = accounts.createAccount(account, accessKey);
      if (typeof row === 'number') sessions.openSession(row, device, 1);
      return row;
    },
    ...administration.operations,
    issueAccessKey: keys.issueAccessKey,
    accessKeys: keys.accessKeys,
    revokeAccessKey: keys.revokeAccessKey,
    auditLog: audit.auditLog,
    loginsOf: audit.loginsOf,
    ...sessions,
    deviceLists: lists.deviceLists,
    formerLists: lists.formerLists,
    forgetLists: lists.forgetLists,
    saveDeviceList: lists.saveDeviceList,
    ...rosterOperations(connection),
    ...callOperations(connection, boxes),
    ...blobOperations(connection),
    ...backupOperations(connection),
    ...roomOperations(connection),
    ...secondFactorOperations(connection, audit),
    ...pushSubscriptionOperations(connection),
    ...clockSeenOperations(connection),
    ...healthOperations(connection, boxes),
    readMail: boxes.readMail,
    forgetMail: boxes.forgetMail,
    forgetTaken: boxes.forgetTaken,
    newestTaken: boxes.newestTaken,
    forgetWithheld: boxes.forgetWithheld,
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
      return [failed(what, error)];
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
    compact() {
      try {
        connection.compact();
        administration.compacted();
        return DONE;
      } catch (error) {
        return failed('compact', error);
      }
    },
    close: connection.close,
  };
};
