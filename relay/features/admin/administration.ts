import type { NewAccount } from '#shared/protocol/administration.ts';
import type { DeviceId, Instant } from '#shared/protocol/ids.ts';
import type { Hub } from '../../hub/hub.ts';
import type { Device, People, Person } from '../../hub/people.ts';
import type { InTurn } from '../../in-turn.ts';
import type { Actor, Store } from '../../store/store.ts';

/** What administrators' routes need of the rest of the relay. */
export interface AdministrationOptions {
  readonly store: Store;
  readonly people: People;
  readonly hub: Hub;
  /** Refuses a login that is taken and a password that is easy to guess. */
  readonly createAccount: (account: NewAccount, by: Actor) => Promise<Person>;
  /** Refuses a password that is easy to guess. */
  readonly resetPassword: (person: Person, password: string, by: Actor) => Promise<void>;
  readonly removeAccount: (person: Person, by: Actor) => Promise<void>;
  /** Ends all sessions but those of the kept devices; how many there were. */
  readonly endSessions: (person: Person, kept: readonly DeviceId[], by: Actor) => Promise<number>;
  /** And rooms. */
  readonly leaveCalls: (person: Person) => void;
  /** With everything that can make administrators fewer. */
  readonly inTurn: InTurn;
  readonly clock: () => Instant;
}

export interface Administration extends AdministrationOptions {
  /** For the audit log. */
  by(device: Device): Actor;
}

/** They see no content: there is none here. */
export const createAdministration = (options: AdministrationOptions): Administration => ({
  ...options,
  by: ({ person }) => ({ account: person.uid, at: options.clock() }),
});
