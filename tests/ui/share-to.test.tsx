import { expect, test, vi } from 'vitest';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { Shared } from '#shared/ui/host.ts';
import { draw, shownTo } from '#tests/fakes/drawn.tsx';
import { ann, bo } from '#tests/fakes/ids.ts';
import { until } from '#tests/fakes/until.ts';

/** ann is asked to whom goes what is being read from the disk. */
const asked = async () => {
  const taking = Promise.withResolvers<Shared>();
  const navigation = { place: () => ({ at: 'share' }) as const, go: vi.fn(), back: vi.fn(), leave: vi.fn() };
  const saveDraft = vi.fn();
  const contacts = new Map([[bo, { account: bo, login: 'bo', relation: 'contact' as const }]]);
  const drawn = await draw(
    async () => (await import('#shared/ui/files/share-to.tsx')).ShareTo,
    { self: ann },
    {
      state: { ...shownTo, roster: { ...shownTo.roster, contacts } } as typeof shownTo,
      ui: { navigation, host: { kind: 'page', takeShared: () => taking.promise } as never },
      change: ({ chat }) => ({ chat: { ...chat, saveDraft } }),
    },
  );
  const person = (): HTMLElement | undefined =>
    [...drawn.page.querySelectorAll('button')].find(({ textContent }) => textContent.endsWith('bo'));
  await until(() => person() !== undefined);
  return { ...drawn, navigation, saveDraft, person, read: taking.resolve };
};

test('whoever is chosen before all of it has been read gets all of it', async () => {
  const { page, words, navigation, saveDraft, person, read } = await asked();
  expect(page.textContent).toContain(words.common.loading);
  person()?.click();
  read({ files: [], text: 'From another app' });
  await until(() => navigation.go.mock.calls.length > 0);
  expect(saveDraft).toHaveBeenCalledExactlyOnceWith(directConversation(ann, bo), 'From another app');
  expect(navigation.go).toHaveBeenCalledExactlyOnceWith({ at: 'conversation', person: bo });
});

test('what could not be read is given to nobody, and told in words', async () => {
  const { page, words, navigation, person, read } = await asked();
  person()?.click();
  read({ files: [], text: '', lost: true });
  await until(() => page.textContent.includes(words.shareTo.lost));
  expect(person()).toBeUndefined();
  expect(navigation.go).not.toHaveBeenCalled();
});

test('the question is left behind: the back button does not ask it again', async () => {
  const { navigation, person, read } = await asked();
  read({ files: [], text: 'From another app' });
  person()?.click();
  await until(() => navigation.go.mock.calls.length > 0);
  expect(navigation.leave).toHaveBeenCalledBefore(navigation.go);
  const again = await asked();
  again.read({ files: [], text: '' });
  await until(() => again.navigation.leave.mock.calls.length > 0);
  expect(again.navigation.go).not.toHaveBeenCalled();
});
