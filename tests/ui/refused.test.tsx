import { createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import { failed } from '#shared/core/reason.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import { draw, shownTo } from '#tests/fakes/drawn.tsx';
import { ann, annPhone, bo, ulid } from '#tests/fakes/ids.ts';
import { until } from '#tests/fakes/until.ts';

const conversation = directConversation(ann, bo);

const message: Message = {
  kind: 'message',
  id: ulid(1),
  conversation,
  position: 1,
  author: ann,
  text: 'a long string',
  at: Date.now(),
  delivery: { state: 'sent' },
  reactions: { [bo]: '👍' },
};

/** In a conversation, a component that is given nothing else. */
const talked = async (name: 'menu' | 'reactions') => {
  const [{ TalkContext }, { MessageMenu }, { Reactions }] = await Promise.all([
    import('#shared/ui/chat/talk.ts'),
    import('#shared/ui/chat/message-menu.tsx'),
    import('#shared/ui/chat/reactions.tsx'),
  ]);
  const talk = {
    conversation: () => conversation,
    self: ann,
    composing: () => ({ kind: 'new' }) as const,
    compose: () => {},
    reachable: () => undefined,
    reach: () => {},
  };
  const [open, setOpen] = createSignal(true);
  return () => (
    <TalkContext.Provider value={talk}>
      {name === 'menu' ? (
        <MessageMenu message={message} open={open()} onOpenChange={setOpen} tabindex={0} />
      ) : (
        <Reactions message={message} />
      )}
    </TalkContext.Provider>
  );
};

const full = ({ chat }: Client) => ({ chat: { ...chat, act: async () => failed('storage_full') } });

beforeEach(() => vi.stubGlobal('navigator', { clipboard: { writeText: async () => Promise.reject(new Error()) } }));
afterEach(() => void vi.unstubAllGlobals());

test('a reaction that could not be kept is told', async () => {
  const { fake, find } = await draw(() => talked('reactions'), {}, { change: full });
  find<HTMLButtonElement>('button').click();
  await until(() => fake.acts.length > 0);
  expect(fake.acts).toEqual([['notice', 'storage_full']]);
});

test.each([
  ['Copy text', 'device_denied'],
  ['👍', 'storage_full'],
])('what the menu of a message could not do is told: %s', async (label, reason) => {
  const { fake, choose } = await draw(() => talked('menu'), {}, { change: full });
  choose(label);
  await until(() => fake.acts.length > 0);
  expect(fake.acts).toEqual([['notice', reason]]);
});

test('a message that could not be deleted is told', async () => {
  const { fake, page, choose, words } = await draw(() => talked('menu'), {}, { change: full });
  choose(words.message.deleteForEveryone);
  const sure = () => [...page.querySelectorAll<HTMLButtonElement>('[role="alertdialog"] button')].at(1);
  await until(() => sure() !== undefined);
  sure()?.click();
  await until(() => fake.acts.length > 0);
  expect(fake.acts).toEqual([['notice', 'storage_full']]);
});

test('a UID that the browser does not copy is told', async () => {
  const menu = async () => (await import('#shared/ui/chat/conversation-menu.tsx')).ConversationMenu;
  const props = { person: bo, conversation, onSearch: () => {}, onRefused: () => {} };
  const { fake, choose, words } = await draw(menu, props);
  choose(words.contact.copyUid);
  await until(() => fake.acts.length > 0);
  expect(fake.acts).toEqual([['notice', 'device_denied']]);
});

test('a device that could not be turned away is told', async () => {
  const notes = async () => (await import('#shared/ui/identity/identity-notes.tsx')).IdentityNotes;
  const state = { ...shownTo, identity: { ...shownTo.identity, waiting: [annPhone] } };
  const { fake, button, words } = await draw(
    notes,
    {},
    {
      state,
      change: ({ identity }) => ({ identity: { ...identity, remove: async () => failed('offline') } }),
    },
  );
  button(words.identity.notMineDevice(words.identity.someDevice)).click();
  await until(() => fake.acts.length > 0);
  expect(fake.acts).toEqual([['notice', 'offline']]);
});

test('a button that could not copy says so, and copies when it is pressed again', async () => {
  const copy = async () => (await import('#shared/ui/settings/copy-button.tsx')).CopyButton;
  const { page, find, words } = await draw(copy, { text: 'secret', label: 'Copy secret' });
  find<HTMLButtonElement>('button').click();
  await until(() => page.textContent === words.reasons.device_denied);
  vi.stubGlobal('navigator', { clipboard: { writeText: async () => {} } });
  find<HTMLButtonElement>('button').click();
  await until(() => page.textContent === words.common.copied);
});
