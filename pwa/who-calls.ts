import { glance } from '#shared/client/history/glance.ts';
import { httpApi } from '#shared/client/relay/http-api.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

// Of the service worker, which has no roster but what the pages have stored.

interface Listed {
  readonly login: string;
  readonly relation: string;
}

/** As this device remembers them; where that is as no contact, as the relay has them: they may have become one elsewhere. */
const listed = async (person: AccountId): Promise<Listed | undefined> => {
  const { session, contacts } = await glance(({ overview }) => overview());
  const known = contacts.find(({ account }) => account === person);
  if (known?.relation === 'contact' || !session) return known;
  const record = await httpApi().accountRecord(session.relay, session.token);
  return record.ok ? record.value.contacts.find(({ account }) => account === person) : undefined;
};

/** The name of a contact who calls; `undefined` where it is none, who does not ring whatever the relay says (SPEC PU8). */
export const contactCalling = async (caller: AccountId): Promise<string | undefined> => {
  try {
    const person = await listed(caller);
    return person?.relation === 'contact' ? person.login : undefined;
  } catch {
    // What this device remembers cannot be read: rather a ring without a name than none.
    return caller.slice(0, 8);
  }
};
