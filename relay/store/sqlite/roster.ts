import { sql } from 'kysely';
import { type Connection, jsonList, slot } from './database.ts';
import type { Part } from './part.ts';

const contact = sql`json_object('account', accounts.uid, 'login', accounts.login, 'relation', relations.relation)`;

export const rosterOperations = ({ queries, prepare }: Connection): Part<'roster' | 'changeRelations'> => {
  const list = prepare(
    queries
      .selectFrom('relations')
      .innerJoin('accounts', 'accounts.id', 'relations.other')
      .select(jsonList(contact, 'login').as('contacts'))
      .where('owner', '=', slot<number>()),
  );
  const set = prepare(
    queries
      .insertInto('relations')
      .values({ owner: slot(), other: slot(), relation: slot(), since: slot(), shown: slot() })
      .onConflict((conflict) =>
        conflict.columns(['owner', 'other']).doUpdateSet((row) => ({
          relation: row.ref('excluded.relation'),
          since: row.ref('excluded.since'),
          shown: row.ref('excluded.shown'),
        })),
      ),
  );
  const drop = prepare(
    queries.deleteFrom('relations').where('owner', '=', slot<number>()).where('other', '=', slot<number>()),
  );

  return {
    roster: (account) => list.get(account)?.contacts ?? '[]',
    changeRelations: (changes, at) => {
      for (const { owner, other, relation, shown } of changes) {
        if (relation === 'none') drop.run(owner, other);
        else set.run(owner, other, relation, at, shown ? JSON.stringify(shown) : null);
      }
    },
  };
};
