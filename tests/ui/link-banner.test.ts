import { afterEach, expect, test, vi } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import { draw, shownTo } from '#tests/fakes/drawn.tsx';

const banner = (kind: 'page' | 'popup', link: AppState['link']) =>
  draw(
    async () => (await import('#shared/ui/frame/link-banner.tsx')).LinkBanner,
    {},
    { state: { ...shownTo, link }, ui: { host: { kind } as never } },
  );

const reload = vi.fn();

afterEach(() => void reload.mockClear());

test('a page of another version than its relay says so, and is reloaded by a button', async () => {
  vi.stubGlobal('location', { hash: '#/', reload });
  const { button, page, words } = await banner('page', { state: 'closed', end: 'version-mismatch' });
  expect(page.textContent).toContain(words.linkEnds['version-mismatch']);
  button('Reload').click();
  expect(reload).toHaveBeenCalledOnce();
});

test('where reloading helps nobody there is no such button', async () => {
  for (const drawn of [
    await banner('popup', { state: 'closed', end: 'version-mismatch' }),
    await banner('page', { state: 'closed', end: 'disabled' }),
  ]) {
    expect(drawn.page.textContent).not.toBe('');
    expect(drawn.page.querySelector('button')).toBeNull();
  }
});
