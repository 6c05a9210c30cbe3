import type { AppState } from '#shared/core/app.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

/** The login, or the start of the UID of someone who is not on the list. */
export const personName = ({ roster }: AppState, person: AccountId): string =>
  roster.contacts.get(person)?.login ?? person.slice(0, 8);
