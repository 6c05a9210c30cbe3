import { type Connection, slot } from './database.ts';

/** More mail than any device gets between a backup and its restoring. */
const LEAST_STEP = 2 ** 32;

/**
 * Moves every mailbox to places that were never given out. Devices have come further than the backup: they would take what
 * comes now, at places they have passed, for what they have stored already, and let the relay forget it. The time in
 * milliseconds is beyond every place there was, unless a device got a thousand messages in each second of its life; the
 * same backup may be restored again later.
 */
export const renumber = ({ queries, prepare }: Connection, now: number): void => {
  const cursors = prepare(queries.selectFrom('cursors').select(['device', 'acknowledged']));
  const move = prepare(
    queries.updateTable('cursors').set({ acknowledged: slot<number>() }).where('device', '=', slot<number>()),
  );
  const moveMail = prepare(
    queries
      .updateTable('mailbox')
      .set((row) => ({ seq: row('seq', '+', slot<number>()) }))
      .where('device', '=', slot<number>()),
  );
  const arrivals = prepare(queries.selectFrom('arrivals').select(['id', 'items']));
  const moveArrivals = prepare(
    queries.updateTable('arrivals').set({ items: slot<Uint8Array>() }).where('id', '=', slot<number>()),
  );

  const steps = new Map<number, number>();
  for (const { device, acknowledged } of cursors.all()) {
    const step = Math.max(now - acknowledged, LEAST_STEP);
    steps.set(device, step);
    move.run(acknowledged + step, device);
    moveMail.run(step, device);
  }
  for (const { id, items } of arrivals.all()) {
    // Device, seq, at, kind, length: see schema.ts.
    const numbers = new Float64Array(new Uint8Array(items).buffer);
    for (let at = 0; at < numbers.length; at += 5) {
      const [device = 0, seq = 0] = numbers.subarray(at, at + 2);
      numbers[at + 1] = seq + (steps.get(device) ?? 0);
    }
    moveArrivals.run(new Uint8Array(numbers.buffer), id);
  }
};
