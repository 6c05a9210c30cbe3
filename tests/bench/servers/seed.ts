import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AccountId, DeviceId } from '#shared/protocol/ids.ts';
import { openStore } from '../../../relay/store/sqlite/open-store.ts';

/** A person with one device that is signed in. Persons 2p and 2p+1 are contacts. */
export interface Seeded {
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly token: string;
}

const base64 = (bytes: number): string => randomBytes(bytes).toString('base64');

/** Fills a fresh data folder the quick way, past the relay: hashing 10,000 passwords would take minutes. */
export const seed = async (folder: string, count: number): Promise<readonly Seeded[]> => {
  const store = await openStore(folder);
  const at = Date.now();
  const people = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
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
  for (let i = 0; i + 1 < people.length; i += 2) {
    const [a, b] = [people[i]?.row ?? 0, people[i + 1]?.row ?? 0];
    const pair = [
      { owner: a, other: b, relation: 'contact' },
      { owner: b, other: a, relation: 'contact' },
    ] as const;
    await store.changeRelations(pair, at);
  }
  await store.close();
  return people;
};
