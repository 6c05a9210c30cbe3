import type { Patch } from './bundle.ts';

// Mistakes that a relay could make, each in one place. The harnesses must notice every one of them.

/** The sender is told before anything is written. */
export const TICK_BEFORE_COMMIT: Patch = {
  file: 'relay/features/mailbox/mailbox.ts',
  from: 'store.append(append, ',
  to: 'answer(endpoint, id, envelope.id, at); store.append(append, ',
};

/** A commit is in the log, and the log is not on the disk. */
export const NO_SYNC: Patch = {
  file: 'relay/store/sqlite/database.ts',
  from: "db.pragma('synchronous = FULL')",
  to: "db.pragma('synchronous = NORMAL')",
};

/** What is sent again is stored again. */
export const NO_DEDUP: Patch = {
  file: 'relay/store/sqlite/mailboxes.ts',
  from: "return { type: 'known', at: since }",
  to: "return { type: 'stored', seqs: devices.map((device, i) => put(device, at, 'envelope', bodies[i] ?? '')) }",
};

/** Of each socket that was ever open a file and eight kilobytes of numbers are left behind. */
export const KEEPS_SOMETHING: Patch = {
  file: 'relay/hub/reception.ts',
  from: 'endpoints.set(endpoint.id, endpoint);',
  to: `endpoints.set(endpoint.id, endpoint);
      process.getBuiltinModule('node:fs').openSync('/dev/null');
      const kept = Array.from({ length: 1_000 }, () => Math.random());
      hub.on('tick', () => void kept.length);`,
};
