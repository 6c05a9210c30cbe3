import type { Withheld } from '../store.ts';
import { type Connection, literal, slot } from './database.ts';
import type { Part } from './part.ts';

/** What would wait for whoever blocks its sender: nothing of it is kept but how much it would be. */
export interface WithheldMail extends Part<'forgetWithheld'> {
  of(withheld: Withheld): { readonly items: number; readonly bytes: number };
  add(withheld: Withheld, at: number): void;
}

const HOUR_MS = 3_600_000;
const hourOf = (at: number): number => Math.floor(at / HOUR_MS);

export const withheldMail = ({ queries, prepare }: Connection): WithheldMail => {
  const all = prepare(
    queries
      .selectFrom('withheld')
      .select((row) => [row.fn.sum<number | null>('items').as('items'), row.fn.sum<number | null>('bytes').as('bytes')])
      .where('owner', '=', slot<number>())
      .where('other', '=', slot<number>()),
  );
  const put = prepare(
    queries
      .insertInto('withheld')
      .values({ owner: slot(), other: slot(), hour: slot(), items: literal(1), bytes: slot() })
      .onConflict((conflict) =>
        conflict.columns(['owner', 'other', 'hour']).doUpdateSet((row) => ({
          items: row('withheld.items', '+', row.ref('excluded.items')),
          bytes: row('withheld.bytes', '+', row.ref('excluded.bytes')),
        })),
      ),
  );
  const forget = prepare(queries.deleteFrom('withheld').where('hour', '<', slot<number>()));

  return {
    of({ owner, other }) {
      const found = all.get(owner, other);
      return { items: found?.items ?? 0, bytes: found?.bytes ?? 0 };
    },
    add({ owner, other, bytes }, at) {
      put.run(owner, other, hourOf(at), bytes);
    },
    forgetWithheld: (before) => {
      forget.run(hourOf(before));
    },
  };
};
