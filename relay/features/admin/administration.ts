import type { NewAccount } from '#shared/protocol/administration.ts';
import type { DeviceId, Instant } from '#shared/protocol/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Hub } from '../../hub/hub.ts';
import type { Device, People, Person } from '../../hub/people.ts';
import type { Actor, Store } from '../../store/store.ts';

/** What administrators' routes need of the rest of the relay. */
export interface AdministrationOptions {
  readonly store: Store;
  readonly people: People;
  readonly hub: Hub;
  /** Whose token this is; refuses where there is no session. */
  readonly signedIn: (token: string) => Promise<Device>;
  /** Refuses a login that is taken and a password that is easy to guess. */
  readonly createAccount: (account: NewAccount, by: Actor) => Promise<Person>;
  readonly removeAccount: (person: Person, by: Actor) => Promise<void>;
  /** Ends all sessions but those of the kept devices; how many there were. */
  readonly endSessions: (person: Person, kept: readonly DeviceId[], by: Actor) => Promise<number>;
  readonly leaveCalls: (person: Person) => void;
  readonly clock: () => Instant;
}

export interface Administration extends AdministrationOptions {
  /** Whose token this is; refuses whoever is no administrator. */
  administrator(token: string): Promise<Person>;
  /** For the audit log. */
  by(person: Person): Actor;
}

/** They see no content: there is none here. */
export const createAdministration = (options: AdministrationOptions): Administration => ({
  ...options,
  async administrator(token) {
    const { person } = await options.signedIn(token);
    if (person.role !== 'admin') throw new Refusal('forbidden', 'only an administrator may do this');
    return person;
  },
  by: ({ uid }) => ({ account: uid, at: options.clock() }),
});
