import { chmodSync, mkdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { newSpread, note } from '../../tally.ts';
import { type Store, StoreError, type StoreFigures, type StoreOperations } from '../store.ts';
import { type Cargo, packJobs, unpackResults } from './cargo.ts';
import type { Job, Result } from './jobs.ts';
import type { MailboxLimits } from './mailboxes.ts';

export interface WorkerOptions {
  readonly file: string;
  readonly limits: MailboxLimits;
}

export type WorkerRequest = Cargo | 'compact' | 'close';

/** 50 MiB of sealed bodies for each device (security.md row 14). */
const DEFAULT_LIMITS: MailboxLimits = { items: 10_000, bytes: 50 * 1024 * 1024 };

const NAMES = [
  'createAccount',
  'registerAccount',
  'accountByLogin',
  'renewPassword',
  'setPassword',
  'secondFactor',
  'saveSecondFactor',
  'spendStep',
  'spendRecoveryCode',
  'replaceRecoveryCodes',
  'removeSecondFactor',
  'hasAdmin',
  'person',
  'personByLogin',
  'saveLastSeen',
  'setFindable',
  'setRingSeconds',
  'openSession',
  'session',
  'offerToken',
  'adoptToken',
  'endToken',
  'sessions',
  'touchSessions',
  'endSession',
  'endExpiredSessions',
  'deviceKeys',
  'savePrekeys',
  'takeOneTimePrekey',
  'deviceLists',
  'formerLists',
  'forgetLists',
  'saveDeviceList',
  'accounts',
  'changeAccount',
  'endSessions',
  'isLastAdmin',
  'removeAccount',
  'accountSummary',
  'accountRecord',
  'needsCompaction',
  'usage',
  'issueAccessKey',
  'accessKeys',
  'revokeAccessKey',
  'registration',
  'setRegistration',
  'auditLog',
  'loginsOf',
  'roster',
  'changeRelations',
  'readMail',
  'devices',
  'forgetMail',
  'forgetTaken',
  'newestTaken',
  'forgetWithheld',
  'saveCall',
  'calls',
  'endCall',
  'createBlob',
  'blob',
  'completeBlob',
  'takeBlob',
  'removeBlob',
  'forgetBlobs',
  'blobs',
  'backup',
  'saveBackup',
  'createRoom',
  'room',
  'setRoomIdle',
  'setRoomMember',
  'removeRoom',
  'emptyRooms',
  'forgetRooms',
  'pushSubscriptions',
  'savePushSubscription',
  'forgetPushSubscription',
  'clockSeen',
  'saveClockSeen',
  'waitingMail',
  'tryToWrite',
] as const satisfies readonly (keyof StoreOperations)[];

/**
 * So many jobs are handed over while a commit runs, so that the thread of the database need not wait for this one (measured,
 * November 2026: 12 % more messages a second with 1,024 in flight). Fewer wait, and share an fsync with more.
 */
const FULL = 256;

const JOBS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048];
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

type Answer = (result: Result) => void;

/** A commit under way: whom to answer, and when it was handed over. */
interface Committing {
  readonly answers: readonly Answer[];
  readonly at: number;
}

/**
 * Opens the embedded store in `dataDir`. Everything that is asked while a commit runs goes into the next one ("natural"
 * group commit): one fsync answers many, and nobody waits for a timer.
 */
export const openStore = async (dataDir: string, limits: MailboxLimits = DEFAULT_LIMITS): Promise<Store> => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const workerData: WorkerOptions = { file: join(dataDir, 'tincan.db'), limits };
  // What the worker makes dies with the commit: it needs less room for what is young than the default of 48 MiB (with
  // 12 it is as fast, with 3 a fifth slower).
  const resourceLimits = { maxYoungGenerationSizeMb: 12 };
  // The file beside this one: .ts among the sources, .js in what is built.
  const thread = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(thread, { workerData, resourceLimits });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });

  let jobs: Job[] = [];
  let answers: Answer[] = [];
  /** Those of the commit that runs, and of the one behind it. */
  const committing: Committing[] = [];
  let scheduled = false;
  let idle: (() => void) | undefined;
  const figures: StoreFigures = { messages: 0, jobs: newSpread(JOBS), seconds: newSpread(SECONDS) };

  const mayCommit = (): boolean => committing.length === 0 || (committing.length === 1 && jobs.length >= FULL);

  const commit = (): void => {
    scheduled = false;
    if (jobs.length === 0 || !mayCommit()) return;
    committing.push({ answers, at: performance.now() });
    worker.postMessage(packJobs(jobs) satisfies WorkerRequest);
    jobs = [];
    answers = [];
  };

  const ask = (job: Job, answer: Answer): void => {
    jobs.push(job);
    answers.push(answer);
    if (scheduled || !mayCommit()) return;
    if (committing.length > 0) return commit();
    scheduled = true;
    setImmediate(commit); // what else this turn of the event loop brings goes along
  };

  worker.on('message', (cargo: Cargo) => {
    const done = committing.shift();
    commit();
    if (!done) return;
    note(figures.jobs, done.answers.length);
    note(figures.seconds, (performance.now() - done.at) / 1000);
    const results = unpackResults(cargo);
    for (let i = 0; i < done.answers.length; i++) {
      const result = results[i];
      if (!result) continue;
      if (result.type === 'stored') figures.messages += 1;
      done.answers[i]?.(result);
    }
    if (committing.length === 0 && jobs.length === 0) idle?.();
  });
  worker.on('error', (error) => {
    throw error; // without its database the relay cannot keep a promise: better gone than lying
  });

  const settled =
    <T>(resolve: (value: T) => void, reject: (error: StoreError) => void) =>
    (result: Result): void => {
      if (result.type === 'done')
        resolve(result.value as T); // the operation's own type
      else if (result.type === 'failed') reject(new StoreError(result.reason, result.message));
      else reject(new StoreError('internal', result.type));
    };
  const promised =
    (name: keyof StoreOperations) =>
    (...args: readonly unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => ask({ type: 'operation', name, args }, settled(resolve, reject)));
  const operations = Object.fromEntries(NAMES.map((name) => [name, promised(name)])) as unknown as StoreOperations;

  return {
    ...operations,
    figures,
    append: (append, done) => ask({ type: 'append', append }, (result) => result.type !== 'done' && done(result)),
    acknowledge: (device, through) => ask({ type: 'acknowledge', device, through }, () => undefined),
    compact: () =>
      new Promise((resolve, reject) => {
        committing.push({ answers: [settled(resolve, reject)], at: performance.now() });
        worker.postMessage('compact' satisfies WorkerRequest);
      }),
    async close() {
      if (committing.length > 0 || jobs.length > 0) await new Promise<void>((resolve) => (idle = resolve));
      const exited = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('close' satisfies WorkerRequest);
      await exited;
    },
  };
};
