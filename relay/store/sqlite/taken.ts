import { sql } from 'kysely';
import type { Append } from '../store.ts';
import { type Connection, literal, slot } from './database.ts';
import type { Part } from './part.ts';

/** Which envelopes were taken, so that one sent twice is stored once. */
export interface Taken extends Part<'forgetTaken' | 'newestTaken'> {
  /** Looks up, all at once, which of these were taken before. */
  expect(appends: readonly Append[]): void;
  /** Since when an expected envelope is taken; undefined where it is new. */
  since(append: Append): number | undefined;
  add(append: Append): void;
  /** Stores what was added, all at once. */
  write(): void;
  forgetAll(): void;
}

const TAKEN_AT_A_TIME = 10_000;
/** Digits of a safe integer. */
const DIGITS = 16;

const digits = (value: number): string => String(value).padStart(DIGITS, '0');
/** What one sender calls one envelope. */
const nameOf = ({ sender, envelope }: Pick<Append, 'sender' | 'envelope'>): string => `${envelope} ${sender}`;

/** Rows that a query unfolds from one bound text: a statement for each row would cost more than the row (measured: half as much again). */
const given = sql<{ value: string }>`json_each(${slot<string>()})`;
const givenSender = sql<number>`cast(substr(value, 1, ${sql.lit(DIGITS)}) as integer)`;
const givenAt = sql<number>`cast(substr(value, ${sql.lit(DIGITS + 1)}, ${sql.lit(DIGITS)}) as integer)`;
const givenEnvelope = sql<string>`substr(value, ${sql.lit(2 * DIGITS + 1)})`;
const rowsText = (appends: readonly Append[]): string =>
  JSON.stringify(appends.map(({ sender, at, envelope }) => digits(sender) + digits(at) + envelope));

export const createTaken = ({ queries, prepare }: Connection): Taken => {
  const find = prepare(
    queries
      .selectFrom(given.as('given'))
      .crossJoin('taken') // in this order: few are given, many are there
      .select(['taken.device as sender', 'taken.envelope', 'taken.at'])
      .whereRef('taken.envelope', '=', givenEnvelope)
      .whereRef('taken.device', '=', givenSender),
  );
  const insert = prepare(
    queries
      .insertInto('taken')
      .columns(['device', 'at', 'envelope'])
      .expression(
        queries
          .selectFrom(given.as('given'))
          .select([givenSender.as('device'), givenAt.as('at'), givenEnvelope.as('envelope')]),
      ),
  );
  const some = prepare(
    queries
      .selectFrom('taken')
      .select('envelope')
      .where('envelope', '>', slot<string>())
      .orderBy('envelope')
      .limit(literal(TAKEN_AT_A_TIME)),
  );
  // Some of the newest ids are of devices whose clocks are ahead.
  const newest = prepare<{ at: number | null }>(
    queries
      .selectFrom(
        queries
          .selectFrom('taken')
          .select('at')
          .orderBy('envelope', 'desc')
          .limit(literal(TAKEN_AT_A_TIME))
          .as('newest'),
      )
      .select((row) => row.fn.max<number | null>('at').as('at')),
  );
  const drop = prepare(
    queries
      .deleteFrom('taken')
      .where('envelope', '>', slot<string>())
      .where('envelope', '<=', slot<string>())
      .where('at', '<', slot<number>()),
  );

  const instants = new Map<string, number>();
  let added: Append[] = [];
  let expected: readonly Append[] = [];
  let expectedText = '';

  const forgetAll = (): void => {
    instants.clear();
    added = [];
    expected = [];
    expectedText = '';
  };

  return {
    expect(appends) {
      if (appends.length === 0) return;
      expected = appends;
      expectedText = rowsText(appends);
      for (const found of find.all(expectedText)) instants.set(nameOf(found), found.at);
    },
    since: (append) => (instants.size > 0 ? instants.get(nameOf(append)) : undefined),
    add(append) {
      instants.set(nameOf(append), append.at);
      added.push(append);
    },
    write() {
      if (added.length > 0) insert.run(added.length === expected.length ? expectedText : rowsText(added));
      forgetAll();
    },
    forgetAll,
    newestTaken: () => newest.get()?.at ?? 0,
    forgetTaken: (after, before) => {
      const last = some.all(after).at(-1)?.envelope;
      if (last !== undefined) drop.run(after, last, before);
      return last;
    },
  };
};
