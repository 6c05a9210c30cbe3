import { type Connection, slot } from './database.ts';
import type { Part } from './part.ts';

export const rosterOperations = ({ queries, prepare }: Connection): Part<'roster' | 'changeRelations'> => {
  const list = prepare(
    queries
      .selectFrom('relations')
      .innerJoin('accounts', 'accounts.id', 'relations.other')
      .select(['accounts.uid as account', 'accounts.login', 'relations.relation'])
      .where('owner', '=', slot<number>())
      .orderBy('accounts.login'),
  );
  const set = prepare(
    queries
      .insertInto('relations')
      .values({ owner: slot(), other: slot(), relation: slot(), since: slot() })
      .onConflict((conflict) =>
        conflict
          .columns(['owner', 'other'])
          .doUpdateSet((row) => ({ relation: row.ref('excluded.relation'), since: row.ref('excluded.since') })),
      ),
  );
  const drop = prepare(
    queries.deleteFrom('relations').where('owner', '=', slot<number>()).where('other', '=', slot<number>()),
  );

  return {
    roster: (account) => list.all(account),
    changeRelations: (changes, at) => {
      for (const { owner, other, relation } of changes) {
        if (relation === 'none') drop.run(owner, other);
        else set.run(owner, other, relation, at);
      }
    },
  };
};
