import { afterEach, expect, test, vi } from 'vitest';
import { placeAt } from '#shared/ui/frame/place.ts';
import { keepShared } from '../../pwa/keep-shared.ts';
import { takeShared } from '../../pwa/take-shared.ts';
import { stubCaches } from './stub-caches.ts';

/** Another app shares a text and a file. Resolves to where the browser is led. */
const shared = async (): Promise<string> => {
  const body = new FormData();
  body.append('text', 'From another app');
  body.append('files', new File(['shared'], 'shared — 1.txt'));
  const { hash } = new URL(
    (await keepShared(new Request('https://relay.test/share', { method: 'POST', body }))).headers.get('location') ?? '',
  );
  vi.stubGlobal('location', { hash });
  return hash;
};

afterEach(() => vi.unstubAllGlobals());

// Node redirects to whole addresses alone.
const { redirect } = Response;
vi.spyOn(Response, 'redirect').mockImplementation((to, status) => redirect(new URL(to, 'https://relay.test'), status));

test('what another app shares is there for the page, once', async () => {
  stubCaches(2);
  expect(placeAt(await shared())).toEqual({ at: 'share' });
  const { files, text } = await takeShared();
  expect([text, files.map(({ name }) => name)]).toEqual(['From another app', ['shared — 1.txt']]);
  expect(await takeShared()).toEqual({ files: [], text: '' });
});

test.each([0, 1])(
  'where the disk takes only %i parts of it the page says so, and nothing of it stays',
  async (room) => {
    const kept = stubCaches(room);
    expect(placeAt(await shared())).toEqual({ at: 'share' });
    expect(await takeShared()).toEqual({ files: [], text: '', lost: true });
    expect(kept.size).toBe(0);
  },
);

test('what cannot be read is told in words, too, and does not come again', async () => {
  const kept = stubCaches(2);
  await shared();
  const file = kept.get('shared')?.get('/shared/0');
  vi.spyOn(file ?? expect.unreachable(), 'blob').mockRejectedValue(new TypeError('Failed to fetch'));
  expect(await takeShared()).toEqual({ files: [], text: '', lost: true });
  expect(await takeShared()).toEqual({ files: [], text: '' });
});
