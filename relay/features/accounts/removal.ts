import type { BlobId } from '#shared/protocol/blob.ts';
import { closeCode } from '#shared/protocol/errors.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Hub } from '../../hub/hub.ts';
import type { People, Person } from '../../hub/people.ts';
import type { Actor, Store } from '../../store/store.ts';

export interface RemovalOptions {
  readonly store: Store;
  readonly people: People;
  readonly hub: Hub;
  /** Ends the calls of this person. */
  readonly leaveCalls: (person: Person) => void;
  readonly removeFiles: (blobs: readonly BlobId[]) => Promise<void>;
}

/**
 * Removes an account and everything that is here of it; contacts see it leave. Refuses with `last_admin`. The database is
 * written anew later ({@link Store.compact}).
 */
export type RemoveAccount = (person: Person, by: Actor) => Promise<void>;

export const createRemoval =
  ({ store, people, hub, leaveCalls, removeFiles }: RemovalOptions): RemoveAccount =>
  async (person, by) => {
    // Nothing of theirs may come in behind the removal. Where it fails they are back at once.
    const { disabled } = person;
    person.disabled = true;
    leaveCalls(person);
    for (const endpoint of [...person.endpoints]) hub.close(endpoint, closeCode.goingAway, 'the account is removed');
    const removed = await store.removeAccount(person.row, by).catch((error: unknown) => {
      person.disabled = disabled;
      throw error;
    });
    if (removed === 'unknown') throw new Refusal('not_found', 'uid: nobody has this UID');
    if (removed === 'last_admin') {
      person.disabled = disabled;
      throw new Refusal('last_admin', 'uid: a relay keeps at least one administrator');
    }
    for (const device of [...person.devices]) people.removeDevice(device);
    for (const row of removed.others) {
      people.relate([{ owner: row, other: person.row, relation: 'none' }]);
      const other = people.byRow(row);
      if (other)
        hub.tell(other, { type: 'contact', contact: { account: person.uid, login: person.login, relation: 'none' } });
    }
    people.remove(person);
    await removeFiles(removed.blobs);
  };
