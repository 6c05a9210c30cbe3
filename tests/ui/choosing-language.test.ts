import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Preferences } from '#shared/ui/frame/preferences.ts';
import { ru } from '#shared/ui/strings/ru.ts';
import { draw } from '#tests/fakes/drawn.tsx';
import { until } from '#tests/fakes/until.ts';

const words = vi.hoisted(() => ({ arrive: async (): Promise<void> => {} }));

vi.mock(import('#shared/ui/strings/languages.ts'), async (original) => ({
  ...(await original()),
  loadFirstWords: async () => {
    await words.arrive();
    return ru;
  },
}));

let setLanguage: Preferences['setLanguage'];
let speaks: (language: string) => void;

beforeEach(() => {
  setLanguage = vi.fn();
  speaks = vi.fn();
});

afterEach(() => {
  words.arrive = async () => {};
});

const chooseRussian = async () => {
  const preferences: Preferences = { language: () => 'en', setLanguage, theme: () => 'dark', setTheme: () => {} };
  const drawn = await draw(
    async () => (await import('#shared/ui/settings/settings.tsx')).Settings,
    {},
    { ui: { preferences, host: { kind: 'page', speaks } as never } },
  );
  const called = (label: string) =>
    [...drawn.page.querySelectorAll('label')].find(({ textContent }) => textContent === label)?.querySelector('input');
  const [english, russian] = [called('English'), called('Русский')];
  if (!english || !russian) throw new Error('no choice of a language');
  [english.checked, russian.checked] = [false, true];
  russian.dispatchEvent(new Event('change', { bubbles: true }));
  return { ...drawn, english, russian };
};

test('[PU8] whoever chooses a language chooses it for what rings while the app is closed, too', async () => {
  await chooseRussian();
  await until(() => vi.mocked(speaks).mock.calls.length > 0);
  expect(setLanguage).toHaveBeenCalledExactlyOnceWith('ru');
  expect(speaks).toHaveBeenCalledExactlyOnceWith('ru');
});

test('a language whose words cannot be had is told, and the former stays', async () => {
  words.arrive = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  const { fake, english, russian } = await chooseRussian();
  await until(() => english.checked);
  expect(russian.checked).toBe(false);
  expect(fake.acts).toContainEqual(['notice', 'offline']);
  expect(setLanguage).not.toHaveBeenCalled();
  expect(speaks).not.toHaveBeenCalled();
});
