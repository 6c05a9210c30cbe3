import { expect, test, vi } from 'vitest';
import type { Preferences } from '#shared/ui/frame/preferences.ts';
import { draw } from '#tests/fakes/drawn.tsx';

test('[PU8] whoever chooses a language chooses it for what rings while the app is closed, too', async () => {
  const preferences: Preferences = {
    language: () => 'en',
    setLanguage: vi.fn(),
    theme: () => 'dark',
    setTheme: () => {},
  };
  const speaks = vi.fn();
  const { page } = await draw(
    async () => (await import('#shared/ui/settings/settings.tsx')).Settings,
    {},
    { ui: { preferences, host: { kind: 'page', speaks } as never } },
  );
  const russian = [...page.querySelectorAll('label')].find(({ textContent }) => textContent === 'Русский');
  russian?.querySelector('input')?.dispatchEvent(new Event('change', { bubbles: true }));
  expect(preferences.setLanguage).toHaveBeenCalledExactlyOnceWith('ru');
  expect(speaks).toHaveBeenCalledExactlyOnceWith('ru');
});
