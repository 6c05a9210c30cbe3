import { expect, test } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import type { ConversationSummary } from '#shared/core/chat/timeline.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { Contact } from '#shared/protocol/frames.ts';
import { followUnread, newlyRead, newlyUnread, type UnreadChange, unreadCount } from '../../extension/worker/unread.ts';
import { ann, signedOut, stateOnly } from './fake-client.ts';

const me = '33333333-3333-4333-8333-333333333333';
const bo = '44444444-4444-4444-8444-444444444444';

const summary = (person: string, unread: number): ConversationSummary => ({
  conversation: directConversation(me, person),
  person,
  unread,
});

const summaries = (unread: Readonly<Record<string, number>>): UnreadChange['now'] =>
  new Map(
    Object.entries(unread)
      .map(([person, count]) => summary(person, count))
      .map((each) => [each.conversation, each]),
  );

const people = (found: readonly ConversationSummary[]) => found.map(({ person }) => person);

const session: AppState['session'] = {
  state: 'signed-in',
  relay: 'https://tincan.example',
  account: { uid: me, login: 'cy', role: 'person' },
  device: bo,
};

/** A worker that has just been woken, over a store with two unread messages of ann. */
const woken = async () => {
  const { client, become } = stateOnly({
    ...signedOut,
    session: { state: 'loading' },
    roster: { loaded: false, contacts: new Map() },
  });
  const heard: string[] = [];
  await followUnread(client, { summaries: async () => [summary(ann, 2)] }, (change) => {
    const news = people(newlyUnread(change)).map((person) => (person === ann ? 'ann' : 'bo'));
    heard.push([unreadCount(change), ...news].join(' '));
  });
  return { heard, become };
};

test('what the store held when the worker was woken is counted and is no news', async () => {
  const { heard, become } = await woken();
  become({ session });
  become({ chat: { summaries: summaries({ [ann]: 2 }) } });
  expect(heard).toEqual(['2', '2', '2']);
});

const rosterOf = (...contacts: readonly Contact[]): AppState['roster'] => ({
  loaded: true,
  contacts: new Map(contacts.map((contact) => [contact.account, contact])),
});
const contact = (account: string, relation: Contact['relation'] = 'contact'): Contact => ({
  account,
  login: account.slice(0, 8),
  relation,
});

test('what comes then is news, also from someone new', async () => {
  const { heard, become } = await woken();
  become({ session, roster: rosterOf(contact(ann), contact(bo)) });
  become({ chat: { summaries: summaries({ [ann]: 3 }) } });
  become({ chat: { summaries: summaries({ [ann]: 3, [bo]: 1 }) } });
  expect(heard.slice(-2)).toEqual(['3 ann', '4 bo']);
});

test('a request is no news, and neither is what someone sends who is no contact', async () => {
  const { heard, become } = await woken();
  become({ session, roster: rosterOf(contact(ann)) });
  become({ roster: rosterOf(contact(ann), contact(bo, 'incoming')) });
  become({ chat: { summaries: summaries({ [ann]: 2, [bo]: 1 }) } });
  expect(heard.at(-1)).toBe('2');
  // Of those one has removed nothing is counted any more: there is no way left to read it.
  become({ roster: rosterOf(contact(bo, 'incoming')) });
  expect(heard.at(-1)).toBe('0');
});

test('nothing is left to count once nobody is signed in', async () => {
  const { heard, become } = await woken();
  become({ session });
  become({ session: { state: 'signed-out' }, chat: { summaries: new Map() } });
  expect(heard.at(-1)).toBe('0');
});

test('what was erased is counted no more, and takes its notification with it', async () => {
  const { client, become } = stateOnly({ ...signedOut, session: { state: 'loading' } });
  let counted: number | undefined;
  let gone: readonly string[] = [];
  await followUnread(client, { summaries: async () => [summary(ann, 2)] }, (change) => {
    counted = unreadCount(change);
    gone = people(newlyRead(change));
  });
  become({ session, roster: rosterOf(contact(ann), contact(bo)) });
  // The client has not read the store yet.
  expect([counted, gone]).toEqual([2, []]);
  become({ chat: { summaries: summaries({ [ann]: 2, [bo]: 1 }) } });
  become({ chat: { summaries: summaries({ [bo]: 1 }) } });
  expect([counted, gone]).toEqual([1, [ann]]);
  become({ chat: { summaries: new Map() } });
  expect([counted, gone]).toEqual([0, [bo]]);
});

test('a conversation that was read takes its notification with it', () => {
  const before = summaries({ [ann]: 2, [bo]: 1 });
  expect(people(newlyRead({ before, now: summaries({ [ann]: 0, [bo]: 1 }) }))).toEqual([ann]);
});

test('what was deleted unread is not counted any more, and what is written there then is news', async () => {
  const { heard, become } = await woken();
  become({ session, roster: rosterOf(contact(ann), contact(bo)) });
  become({ chat: { summaries: summaries({ [ann]: 2, [bo]: 1 }) } });
  become({ chat: { summaries: summaries({ [bo]: 1 }) } });
  become({ chat: { summaries: summaries({}) } });
  become({ chat: { summaries: summaries({ [ann]: 1 }) } });
  expect(heard.slice(-4)).toEqual(['3 bo', '1', '0', '1 ann']);
});
