// The thread that owns the database: an fsync here holds up nobody's call.
import { parentPort, workerData } from 'node:worker_threads';
import { packResults, unpackJobs } from './cargo.ts';
import { openCommitter } from './commit.ts';
import type { WorkerOptions, WorkerRequest } from './open-store.ts';

if (!parentPort) throw new Error('this file runs in a worker thread');
const port = parentPort;
const { file, limits } = workerData as WorkerOptions; // from open-store.ts
const committer = openCommitter(file, limits);

port.on('message', (request: WorkerRequest) => {
  if (request === 'close') {
    committer.close();
    port.close();
    return;
  }
  port.postMessage(packResults(request === 'compact' ? [committer.compact()] : committer.commit(unpackJobs(request))));
});
port.postMessage('ready');
