import type { Contact } from '#shared/protocol/frames.ts';
import { assertNever } from '../assert-never.ts';
import type { Step } from '../moment.ts';
import type { Roster } from './roster.ts';

export type RosterEvent =
  /** From this device's own store, before the relay has been heard; with those who are no longer on the list. */
  | { readonly type: 'roster-remembered'; readonly contacts: readonly Contact[] }
  | { readonly type: 'roster-told'; readonly contacts: readonly Contact[] }
  | { readonly type: 'contact-told'; readonly contact: Contact };

export type RosterEffect =
  | { readonly type: 'roster-copy'; readonly contacts: readonly Contact[] }
  | { readonly type: 'contact-copy'; readonly contact: Contact };

export const noRoster: Roster = { loaded: false, contacts: new Map() };

const isSame = (a: Contact | undefined, b: Contact): boolean => a?.login === b.login && a.relation === b.relation;

/** The same roster where no login is new. */
const withLogins = (roster: Roster, told: readonly Contact[]): Roster =>
  told.every(({ account, login }) => roster.logins?.get(account) === login)
    ? roster
    : {
        ...roster,
        logins: new Map([...(roster.logins ?? []), ...told.map(({ account, login }) => [account, login] as const)]),
      };

/** Contacts that did not change stay the same objects. */
const collect = (roster: Roster, told: readonly Contact[]): Roster => {
  const known = told.filter(({ relation }) => relation !== 'none');
  const unchanged =
    roster.loaded &&
    known.length === roster.contacts.size &&
    known.every((c) => isSame(roster.contacts.get(c.account), c));
  if (unchanged) return roster;
  const keep = (contact: Contact): Contact => {
    const before = roster.contacts.get(contact.account);
    return before && isSame(before, contact) ? before : contact;
  };
  return { ...roster, loaded: true, contacts: new Map(known.map((contact) => [contact.account, keep(contact)])) };
};

export const roster = (state: Roster, event: RosterEvent): Step<Roster, RosterEffect> => {
  switch (event.type) {
    case 'roster-remembered':
      return [withLogins(state.loaded ? state : collect(state, event.contacts), event.contacts), []];
    case 'roster-told': {
      const next = withLogins(collect(state, event.contacts), event.contacts);
      return [next, next === state ? [] : [{ type: 'roster-copy', contacts: event.contacts }]];
    }
    case 'contact-told': {
      const { contact } = event;
      const before = state.contacts.get(contact.account);
      if (contact.relation === 'none' ? !before : isSame(before, contact)) return [state, []];
      const contacts = new Map(state.contacts);
      if (contact.relation === 'none') contacts.delete(contact.account);
      else contacts.set(contact.account, contact);
      return [withLogins({ ...state, contacts }, [contact]), [{ type: 'contact-copy', contact }]];
    }
    default:
      return assertNever(event);
  }
};
