import type { Contact } from '#shared/protocol/frames.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

/** The people a person knows, as the relay last told it. `loaded` once it came from the store or the relay. */
export interface Roster {
  readonly loaded: boolean;
  readonly contacts: ReadonlyMap<AccountId, Contact>;
  /** Of everyone who is or was on the list: a conversation keeps its name. Missing while there was nobody. */
  readonly logins?: ReadonlyMap<AccountId, string>;
}
