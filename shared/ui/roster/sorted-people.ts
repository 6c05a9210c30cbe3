import type { Chat } from '#shared/core/chat/timeline.ts';
import { fold } from '#shared/core/chat/words.ts';
import type { Roster } from '#shared/core/roster/roster.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { Contact, Relation } from '#shared/protocol/frames.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

/** People in one relation to oneself, by name. */
export const related = (roster: Roster, relation: Relation): readonly Contact[] =>
  [...roster.contacts.values()]
    .filter((contact) => contact.relation === relation)
    .sort((a, b) => a.login.localeCompare(b.login));

/** The people column: those last spoken with first, then the rest by name; only those that match the search. */
export const sortedPeople = (
  roster: Roster,
  summaries: Chat['summaries'],
  self: AccountId,
  search: string,
): readonly AccountId[] => {
  const query = fold(search.trim());
  return related(roster, 'contact')
    .filter(({ login, account }) => fold(login).includes(query) || account === query)
    .map(({ account }) => ({ account, last: summaries.get(directConversation(self, account))?.last?.at ?? 0 }))
    .sort((a, b) => b.last - a.last)
    .map(({ account }) => account);
};
