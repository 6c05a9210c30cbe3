import { expect, test } from 'vitest';
import { earlyClient } from '#shared/client/early-client.ts';
import type { AppState } from '#shared/core/app.ts';
import { newMind } from '#shared/core/mind.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import { createFakeClient } from '#tests/fakes/fake-client.ts';

const [ann, bo, device] = [1, 2, 9].map((digit) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
];
const conversation = directConversation(ann, bo);
const account = { uid: ann, login: 'ann', role: 'person' as const };
const bosContact = { account: bo, login: 'bo', relation: 'contact' as const };
const summary = { conversation, person: bo, unread: 2 };

const memoryOf = (signedIn: boolean) => ({
  overview: async () => ({
    session: signedIn ? { relay: 'https://tincan.example', token: 't', account, device } : undefined,
    contacts: [bosContact],
    summaries: [summary],
  }),
});

const loading: AppState = newMind(false).app;
const signedIn: AppState = {
  ...loading,
  session: { state: 'signed-in', relay: 'https://tincan.example', account, device },
};
const online: AppState = {
  ...signedIn,
  link: { state: 'online', endpoint: 'e-1', skew: 0, pulse: 'heard' },
  roster: { loaded: true, contacts: new Map([[bo, bosContact]]) },
  chat: { summaries: new Map([[conversation, summary]]) },
};

/** An early client whose real one is loaded when the test says so. */
const opened = (memory = memoryOf(true), initial = loading) => {
  const real = createFakeClient(initial);
  let arrive = () => {};
  const early = earlyClient(
    memory,
    () =>
      new Promise((resolve) => {
        arrive = () => resolve(real);
      }),
  );
  const states: AppState[] = [];
  early.subscribe((state) => states.push(state));
  return { real, early, states, arrive: () => arrive() };
};

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('people and unread counts are there before the client is', async () => {
  const { early } = opened();
  expect(early.state().session.state).toBe('loading');
  await settled();
  expect(early.state().session).toMatchObject({ state: 'signed-in', account });
  expect(early.state().roster.contacts.get(bo)).toEqual(bosContact);
  expect(early.state().chat.summaries.get(conversation)?.unread).toBe(2);
});

test('nothing leaves the screen while the client catches up with its own store', async () => {
  const { real, early, states, arrive } = opened();
  await settled();
  arrive();
  await settled();
  for (const state of [signedIn, { ...signedIn, roster: online.roster }]) {
    real.become(state);
    expect(early.state().chat.summaries.size).toBe(1);
    expect(early.state().roster.contacts.size).toBe(1);
  }
  real.become(online);
  expect(early.state()).toBe(online);
  expect(states).toHaveLength(2);
});

test('once the client has taken over, whatever it says is shown', async () => {
  const { real, early, arrive } = opened(memoryOf(true), online);
  await settled();
  arrive();
  await settled();
  real.become(signedIn);
  expect(early.state()).toBe(signedIn);
});

test('acts wait for the client, in their order', async () => {
  const { real, early, arrive } = opened();
  await settled();
  early.setVisible(true);
  early.chat.open(conversation);
  const sent = early.chat.send(conversation, 'hello');
  expect(real.acts).toEqual([]);
  arrive();
  expect(await sent).toEqual({ ok: true, value: undefined });
  expect(real.acts).toEqual([
    ['setVisible', true],
    ['chat.open', conversation],
    ['chat.send', conversation, 'hello'],
  ]);
});

test('someone who is not signed in is told so at once, and a store that refuses leaves it to the client', async () => {
  const stranger = opened(memoryOf(false));
  await settled();
  expect(stranger.early.state().session.state).toBe('signed-out');

  const refused = opened({ ...memoryOf(true), overview: () => Promise.reject(new Error('blocked')) });
  await settled();
  expect(refused.early.state().session.state).toBe('loading');
  refused.arrive();
  await settled();
  refused.real.become({
    ...loading,
    session: { state: 'signed-out' },
    notices: [{ id: '1', reason: 'storage_blocked' }],
  });
  expect(refused.early.state().notices).toHaveLength(1);
});
