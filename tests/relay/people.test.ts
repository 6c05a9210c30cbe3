import { expect, test } from 'vitest';
import { createPeople } from '../../relay/hub/people.ts';
import type { Store, StoredPerson } from '../../relay/store/store.ts';

const stored = (row: number, contacts: readonly number[]): StoredPerson => ({
  row,
  uid: `person-${row}`,
  login: `person-${row}`,
  role: 'person',
  disabled: false,
  findable: true,
  lastSeen: null,
  devices: [],
  contacts,
  others: [],
});

test('whoever becomes a contact is found among those who were, in whatever order they come', async () => {
  const known = new Map([[5, stored(5, [20, 40])]]);
  for (const row of [1, 10, 20, 30, 40, 50]) known.set(row, stored(row, []));
  const rows = [...known.keys()];
  const store = {
    person: (uid: string) => Promise.resolve(known.get(rows.find((row) => `person-${row}` === uid) ?? 0)),
  } as unknown as Store; // all that is asked of it
  const people = createPeople(store);
  for (const row of rows) await people.load(`person-${row}`);
  const ann = people.byRow(5);
  if (!ann) throw new Error('ann was not loaded');
  for (const other of [50, 10, 30]) people.relate([{ owner: 5, other, relation: 'contact' }]);
  people.relate([{ owner: 5, other: 20, relation: 'none' }]);

  const contacts = rows.filter((row) => {
    const other = people.byRow(row);
    return other !== undefined && people.relation(ann, other) === 'contact';
  });
  expect(contacts).toEqual([10, 30, 40, 50]);
});
