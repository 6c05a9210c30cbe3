import type { BlobId } from '#shared/protocol/blob.ts';
import { closeCode } from '#shared/protocol/errors.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Hub } from '../../hub/hub.ts';
import type { People, Person } from '../../hub/people.ts';
import type { InTurn } from '../../in-turn.ts';
import type { Actor, RemovedAccount, Store } from '../../store/store.ts';

export interface RemovalOptions {
  readonly store: Store;
  readonly people: People;
  readonly hub: Hub;
  /** Ends the calls of this person and takes them out of rooms. */
  readonly leaveCalls: (person: Person) => void;
  /** Those made by them, which the store has forgotten with the account. */
  readonly endRooms: (creator: AccountId) => void;
  readonly removeFiles: (blobs: readonly BlobId[]) => Promise<void>;
  /** With everything that can make administrators fewer. */
  readonly inTurn: InTurn;
}

/**
 * Removes an account and everything that is here of it; contacts see it leave. Refuses with `last_admin`, and
 * nothing has happened then. The database is written anew later ({@link Store.compact}).
 */
export type RemoveAccount = (person: Person, by: Actor) => Promise<void>;

export const createRemoval = ({
  store,
  people,
  hub,
  leaveCalls,
  endRooms,
  removeFiles,
  inTurn,
}: RemovalOptions): RemoveAccount => {
  const remove = async (person: Person, by: Actor): Promise<RemovedAccount> => {
    if (await store.isLastAdmin(person.row))
      throw new Refusal('last_admin', 'uid: a relay keeps at least one administrator');
    // Nothing of theirs may come in behind the removal. Where it fails they are back at once.
    const { disabled } = person;
    person.disabled = true;
    leaveCalls(person);
    for (const endpoint of [...person.endpoints]) hub.close(endpoint, closeCode.goingAway, 'the account is removed');
    const removed = await store.removeAccount(person.row, by).catch((error: unknown) => {
      person.disabled = disabled;
      throw error;
    });
    if (!removed) throw new Refusal('not_found', 'uid: nobody has this UID');
    return removed;
  };

  return async (person, by) => {
    const { others, blobs } = await inTurn(() => remove(person, by));
    for (const device of [...person.devices]) people.removeDevice(device);
    for (const row of others) {
      people.relate([{ owner: row, other: person.row, relation: 'none' }]);
      const other = people.byRow(row);
      if (other)
        hub.tell(other, { type: 'contact', contact: { account: person.uid, login: person.login, relation: 'none' } });
    }
    people.remove(person);
    endRooms(person.uid);
    await removeFiles(blobs);
  };
};
