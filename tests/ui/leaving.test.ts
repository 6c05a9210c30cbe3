import { expect, test, vi } from 'vitest';
import { failed } from '#shared/core/reason.ts';
import type { Preferences } from '#shared/ui/frame/preferences.ts';
import { draw } from '#tests/fakes/drawn.tsx';
import { until } from '#tests/fakes/until.ts';

const settings = async () => (await import('#shared/ui/settings/settings.tsx')).Settings;
const remove = async () => (await import('#shared/ui/settings/remove-account-dialog.tsx')).RemoveAccountDialog;

const navigation = () => ({ place: () => ({ at: 'settings' }) as const, go: () => {}, back: () => {}, leave: vi.fn() });
const preferences: Preferences = {
  language: () => 'en',
  setLanguage: () => {},
  theme: () => 'dark',
  setTheme: () => {},
};

test('whoever has signed out is not at the settings any more, and is told where something stayed on the device', async () => {
  const left = navigation();
  const { fake, button, page, words } = await draw(
    settings,
    {},
    {
      ui: { navigation: left, preferences },
      change: ({ account }) => ({ account: { ...account, signOut: async () => failed('storage_blocked') } }),
    },
  );
  button(words.settings.signOut).click();
  await until(() => page.textContent.includes(words.settings.signOutAsks));
  [...page.querySelectorAll('[role="alertdialog"] button')]
    .find(({ textContent }) => textContent === words.settings.signOut)
    ?.dispatchEvent(new Event('click', { bubbles: true }));
  await until(() => left.leave.mock.calls.length > 0);
  expect(fake.acts).toContainEqual(['notice', 'storage_blocked']);
});

test('whoever has deleted their account is not at the settings any more', async () => {
  const left = navigation();
  const { type, submit } = await draw(remove, { onClose: () => {} }, { ui: { navigation: left } });
  type('the password of ann');
  submit();
  await until(() => left.leave.mock.calls.length > 0);
});
