import { expect, test, vi } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import { newMind } from '#shared/core/mind.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import { createFakeClient } from '#tests/fakes/fake-client.ts';
import { ann, bo, cy, uuid } from '#tests/fakes/ids.ts';
import { closeSeen } from '../../pwa/missed-seen.ts';

const here: AppState = {
  ...newMind(false).app,
  session: {
    state: 'signed-in',
    relay: 'https://relay.test',
    account: { uid: bo, login: 'bo', role: 'person' },
    device: uuid(0xd1),
  },
};

const unread = (counts: Readonly<Record<string, number>>): AppState => ({
  ...here,
  chat: {
    summaries: new Map(
      Object.entries(counts).map(([person, count]) => {
        const conversation = directConversation(bo, person);
        return [conversation, { conversation, person, unread: count }];
      }),
    ),
  },
});

/** A page over which the worker has shown a missed call of ann and of cy, that dee rings, and a call answered elsewhere. */
const shown = (first: AppState) => {
  const left = new Map<string, unknown>([
    ['ann', { kind: 'missed', person: ann }],
    ['cy', { kind: 'missed', person: cy }],
    ['dee', { kind: 'ring' }],
    ['elsewhere', null],
  ]);
  const client = createFakeClient(first);
  const getNotifications = async () =>
    [...left].map(([name, data]) => ({ data, close: () => left.delete(name) }) as unknown as Notification);
  closeSeen(client, { getNotifications });
  return { become: client.become, left: () => [...left.keys()] };
};

test('[PU8] a missed call that has been read is shown no more, the others are', async () => {
  const { become, left } = shown(unread({ [ann]: 1, [cy]: 1 }));
  become(unread({ [ann]: 0, [cy]: 1 }));
  await vi.waitFor(() => expect(left()).toEqual(['cy', 'dee', 'elsewhere']));
});

test('[PU8] one that this page has not heard of yet stays', async () => {
  const { become, left } = shown(unread({ [ann]: 0 }));
  become(unread({ [ann]: 0, [cy]: 1 }));
  become(unread({ [ann]: 1, [cy]: 1 }));
  await Promise.resolve();
  expect(left()).toEqual(['ann', 'cy', 'dee', 'elsewhere']);
});

test('[PU8] nobody who called is named once nobody is signed in', async () => {
  const { become, left } = shown(unread({ [ann]: 0 }));
  become({ ...here, session: { state: 'signed-out' } });
  // Also who rings, and whose call another device has answered.
  await vi.waitFor(() => expect(left()).toEqual([]));
});
