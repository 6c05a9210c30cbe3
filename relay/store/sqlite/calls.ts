import { type Connection, slot } from './database.ts';
import type { Mailboxes } from './mailboxes.ts';
import type { Part } from './part.ts';

export const callOperations = (
  { queries, prepare }: Connection,
  { put }: Mailboxes,
): Part<'saveCall' | 'calls' | 'endCall'> => {
  const save = prepare(
    queries
      .insertInto('calls')
      .values({ id: slot(), record: slot() })
      .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => ({ record: row.ref('excluded.record') }))),
  );
  const all = prepare(queries.selectFrom('calls').select('record'));
  const remove = prepare(queries.deleteFrom('calls').where('id', '=', slot<string>()));
  const devices = prepare(queries.selectFrom('devices').select('id').where('account', '=', slot<number>()));

  return {
    saveCall: (call, record) => {
      save.run(call, record);
    },
    calls: () => all.all().map(({ record }) => record),
    endCall: ({ call, accounts, at, body }) => {
      remove.run(call);
      const places = accounts
        .flatMap((account) => devices.all(account))
        .map(({ id }) => ({ device: id, seq: put(id, at, 'call', body) }));
      return places;
    },
  };
};
