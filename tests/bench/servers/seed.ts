import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AccountId, DeviceId } from '#shared/protocol/ids.ts';
import { openStore } from '../../../relay/store/sqlite/open-store.ts';
import type { Crowd } from './contender.ts';

/** A person with one device that is signed in. */
export interface Seeded {
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly token: string;
}

const base64 = (bytes: number): string => randomBytes(bytes).toString('base64');

/** Whom each knows; persons 2p and 2p+1 always know each other. */
const contactsOf = (index: number, { people, contacts }: Crowd): readonly number[] => {
  if (contacts === 1) return [index ^ 1];
  const steps = Array.from({ length: contacts / 2 }, (_, step) => step + 1);
  return steps.flatMap((step) => [(index + step) % people, (index - step + people) % people]);
};

/** So many people's contacts are handed to the database at a time: a thousand of each are two million objects. */
const AT_ONCE = 200;

/** Fills a fresh data folder the quick way, past the relay: hashing 10,000 passwords would take minutes. */
export const seed = async (folder: string, crowd: Crowd): Promise<readonly Seeded[]> => {
  const store = await openStore(folder);
  const at = Date.now();
  const people = await Promise.all(
    Array.from({ length: crowd.people }, async (_, index) => {
      const person: Seeded = {
        account: randomUUID(),
        device: randomUUID(),
        token: `tc_s_${randomBytes(32).toString('base64url')}`,
      };
      const login = `person-${index}`;
      const row = await store.createAccount({
        uid: person.account,
        login,
        skeleton: login,
        password: 'none',
        email: null,
        role: 'person',
        at,
      });
      if (typeof row === 'string') throw new Error(`${login} was not made: ${row}`);
      const prekey = { id: 1, key: base64(32), signature: base64(64) };
      const tokenHash = createHash('sha256').update(person.token).digest();
      const device = { device: person.device, name: 'bench', signing_key: base64(32), prekey, tokenHash, at };
      await store.openSession(row, device, 20);
      return { ...person, row };
    }),
  );
  const rowOf = (index: number): number => people[index]?.row ?? 0;
  for (let first = 0; first < people.length; first += AT_ONCE) {
    const some = people.slice(first, first + AT_ONCE).map(({ row: owner }, index) =>
      store.changeRelations(
        contactsOf(first + index, crowd).map((other) => ({ owner, other: rowOf(other), relation: 'contact' })),
        at,
      ),
    );
    await Promise.all(some);
  }
  await store.close();
  return people;
};
