import type { Mail, MailKind, WaitingMail } from '../store.ts';
import { type Connection, slot } from './database.ts';

/** What one commit brought: one row, until all of it is forgotten or filed. */
interface Batch {
  /** 0 until it is written. */
  id: number;
  /** {@link NUMBERS} for each item. */
  numbers: number[] | Float64Array;
  /** Pieces of one text, which has the bodies one after the other. */
  bodies: string[];
  /** Of all bodies, in characters. */
  length: number;
  /** How many items are still here. */
  held: number;
}

/** The newest items of a device in one batch: so many of its last ones there are still here. */
interface Share {
  readonly batch: Batch;
  held: number;
}

/**
 * The newest mail of each device, as the commits brought it. Most of it is acknowledged at once, and then nothing but a
 * few rows of bodies were written; the rest is filed in the mailboxes one by one. What is held in memory are a few large
 * pieces, not many small ones, which the garbage collector would copy. Knows nothing of cursors and limits.
 */
export interface Arrivals {
  /** How many there are; all that is filed of this device is older. */
  count(device: number): number;
  /** In the order of their places. */
  of(device: number): readonly Mail[];
  /** Those of all devices. */
  waiting(): WaitingMail;
  add(device: number, seq: number, at: number, kind: MailKind, body: string): void;
  /** Forgets the oldest ones, so many. */
  forget(device: number, count: number): void;
  /** Files everything that is here. */
  fileAll(): void;
  /** Ends a commit: stores what was added, removes what is done with and files the oldest where there is too much. */
  write(): void;
  /** Takes up what is stored, and nothing else: of each device what is behind its cursor. */
  reload(cursorOf: (device: number) => number | undefined): void;
}

/** Bodies that are here and in memory, in characters: a few commits of a busy relay. */
const MOST = 4 * 1024 * 1024;

const KINDS: readonly MailKind[] = ['envelope', 'call', 'gone'];
/** Device, seq, at, kind (its place in {@link KINDS}), length of the body. */
const NUMBERS = 5;
const AT = 2;

/** The items of a batch, and whose they are. */
function* itemsOf({ numbers, bodies }: Batch): Generator<{ device: number; item: Mail }> {
  const text = bodies.join('');
  let start = 0;
  for (let n = 0; n < numbers.length; n += NUMBERS) {
    const [device = 0, seq = 0, at = 0, kind = 0, length = 0] = numbers.slice(n, n + NUMBERS);
    yield { device, item: { seq, at, kind: KINDS[kind] ?? 'envelope', body: text.slice(start, start + length) } };
    start += length;
  }
}

export const createArrivals = (
  { queries, prepare }: Connection,
  file: (device: number, item: Mail) => void,
): Arrivals => {
  const insert = prepare(queries.insertInto('arrivals').values({ items: slot(), bodies: slot() }).returning('id'));
  const remove = prepare(queries.deleteFrom('arrivals').where('id', '=', slot<number>()));
  const all = prepare(queries.selectFrom('arrivals').selectAll().orderBy('id'));

  /** Of each device, oldest first. */
  const shares = new Map<number, Share[]>();
  /** Oldest first; one that nothing is held of leaves. */
  const batches = new Set<Batch>();
  /** Ids of those that have left. */
  let left: number[] = [];
  let length = 0;
  let current: Batch | undefined;

  const enter = (id: number): Batch => {
    const batch: Batch = { id, numbers: [], bodies: [], length: 0, held: 0 };
    batches.add(batch);
    return batch;
  };

  const leave = (batch: Batch): void => {
    batches.delete(batch);
    if (batch === current) current = undefined; // what else its commit brings goes into another one
    length -= batch.length;
    if (batch.id > 0) left.push(batch.id);
  };

  const hold = (batch: Batch, device: number): void => {
    batch.held += 1;
    const present = shares.get(device);
    const newest = present?.at(-1);
    if (newest?.batch === batch) newest.held += 1;
    else if (present) present.push({ batch, held: 1 });
    else shares.set(device, [{ batch, held: 1 }]);
  };

  const forget = (device: number, count: number): void => {
    const present = shares.get(device);
    for (let rest = count; present && rest > 0; ) {
      const [oldest] = present;
      if (!oldest) return;
      const forgotten = Math.min(rest, oldest.held);
      rest -= forgotten;
      oldest.held -= forgotten;
      oldest.batch.held -= forgotten;
      if (oldest.batch.held === 0) leave(oldest.batch);
      if (oldest.held === 0) present.shift();
      if (present.length === 0) shares.delete(device);
    }
  };

  /** Those of a batch that are still here, by device. */
  const heldOf = (batch: Batch): Map<number, readonly Mail[]> => {
    const held = new Map<number, Mail[]>();
    for (const { device, item } of itemsOf(batch)) {
      const present = held.get(device);
      if (present) present.push(item);
      else held.set(device, [item]);
    }
    const last = (device: number, items: readonly Mail[]): readonly Mail[] => {
      const share = shares.get(device)?.find((share) => share.batch === batch);
      return share ? items.slice(-share.held) : [];
    };
    return new Map([...held].map(([device, items]) => [device, last(device, items)]));
  };

  const fileBatch = (batch: Batch): void => {
    for (const [device, items] of heldOf(batch)) {
      for (const item of items) file(device, item);
      forget(device, items.length);
    }
  };

  const store = (batch: Batch): void => {
    const numbers = new Float64Array(batch.numbers);
    const text = batch.bodies.join('');
    batch.numbers = numbers;
    batch.bodies = [text];
    batch.id = insert.get(new Uint8Array(numbers.buffer), text)?.id ?? 0;
  };

  const count = (device: number): number => {
    let sum = 0;
    for (const { held } of shares.get(device) ?? []) sum += held;
    return sum;
  };

  return {
    count,
    of: (device) => (shares.get(device) ?? []).flatMap(({ batch }) => heldOf(batch).get(device) ?? []),
    waiting() {
      let items = 0;
      for (const { held } of batches) items += held;
      const [oldest] = batches;
      return { items, since: oldest?.numbers[AT] ?? null }; // what one commit brought came at about the same time
    },
    add(device, seq, at, kind, body) {
      current ??= enter(0);
      (current.numbers as number[]).push(device, seq, at, KINDS.indexOf(kind), body.length);
      current.bodies.push(body);
      current.length += body.length;
      length += body.length;
      hold(current, device);
    },
    forget,
    fileAll: () => [...batches].forEach(fileBatch),
    write() {
      if (current && current.held > 0) store(current);
      current = undefined;
      for (const batch of batches) {
        if (length <= MOST) break;
        fileBatch(batch);
      }
      for (const id of left) remove.run(id);
      left = [];
    },
    reload(cursorOf) {
      shares.clear();
      batches.clear();
      left = [];
      length = 0;
      current = undefined;
      for (const { id, items, bodies } of all.all()) {
        const batch = enter(id);
        batch.numbers = new Float64Array(new Uint8Array(items).buffer);
        batch.bodies = [bodies];
        batch.length = bodies.length;
        length += bodies.length;
        for (const { device, item } of itemsOf(batch)) {
          const cursor = cursorOf(device);
          if (cursor !== undefined && item.seq > cursor) hold(batch, device);
        }
        if (batch.held === 0) leave(batch);
      }
    },
  };
};
