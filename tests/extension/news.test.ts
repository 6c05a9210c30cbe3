import { expect, test } from 'vitest';
import type { ConversationSummary } from '#shared/core/chat/timeline.ts';
import { directConversation } from '#shared/protocol/ids.ts';
import { badgeCount } from '../../extension/worker/badge-count.ts';
import { newlyRead, newlyUnread } from '../../extension/worker/news.ts';
import { ann, signedOut } from './fake-client.ts';

const me = '33333333-3333-4333-8333-333333333333';
const bo = '44444444-4444-4444-8444-444444444444';

const summaries = (unread: Readonly<Record<string, number>>): ReadonlyMap<string, ConversationSummary> =>
  new Map(
    Object.entries(unread).map(([person, count]) => {
      const conversation = directConversation(me, person);
      return [conversation, { conversation, person, unread: count }];
    }),
  );

const people = (found: readonly ConversationSummary[]) => found.map(({ person }) => person);

test('only conversations with more unread than before are news', () => {
  expect(people(newlyUnread(summaries({ [ann]: 1 }), summaries({ [ann]: 1, [bo]: 2 })))).toEqual([bo]);
  expect(people(newlyUnread(summaries({ [ann]: 1 }), summaries({ [ann]: 3, [bo]: 0 })))).toEqual([ann]);
  expect(newlyUnread(summaries({ [ann]: 2 }), summaries({ [ann]: 1 }))).toEqual([]);
});

test('a conversation that was read takes its notification with it', () => {
  expect(people(newlyRead(summaries({ [ann]: 2, [bo]: 1 }), summaries({ [ann]: 0, [bo]: 1 })))).toEqual([ann]);
});

test('the badge counts everything unread, and nothing once nobody is signed in', () => {
  const chat = { summaries: summaries({ [ann]: 2, [bo]: 1 }) };
  const session = {
    state: 'signed-in',
    relay: 'https://tincan.example',
    account: { uid: me, login: 'cy', role: 'person' },
    device: bo,
  } as const;
  expect(badgeCount({ ...signedOut, session, chat })).toBe(3);
  expect(badgeCount({ ...signedOut, chat })).toBe(0);
});
