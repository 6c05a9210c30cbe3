import { afterEach, expect, test, vi } from 'vitest';
import { manifest } from '../../pwa/manifest.ts';

const ORIGIN = 'https://tincan.test';

/** A window of the installed app at a place. Resolves to where it is after it was launched once more. */
const opened = async (hash: string, { reloaded = false, stored = new Map<string, string>() } = {}) => {
  let launch: ((launch: { targetURL?: string }) => void) | undefined;
  vi.stubGlobal('location', { hash });
  vi.stubGlobal('launchQueue', {
    setConsumer: (take: typeof launch) => {
      launch = take;
    },
  });
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
  const entry = { type: reloaded ? 'reload' : 'navigate' } as unknown as PerformanceEntry;
  vi.spyOn(performance, 'getEntriesByType').mockReturnValue([entry]);
  vi.resetModules();
  const { followLaunches } = await import('../../pwa/launches.ts');
  followLaunches();
  return async (address: string): Promise<string> => {
    launch?.({ targetURL: ORIGIN + address });
    await vi.dynamicImportSettled();
    return location.hash;
  };
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test.each(manifest.shortcuts ?? [])('the shortcut $name leads there also where the app is open', async ({ url }) => {
  const launched = await opened('#/');
  expect(await launched(url)).toBe(new URL(url, ORIGIN).hash);
});

test('a link that the open app is given leads to its place', async () => {
  const launched = await opened('#/settings');
  const room = `#/room/abcdefghij.${'k'.repeat(22)}`;
  expect(await launched(`/${room}`)).toBe(room);
});

test('the icon leaves everything where it is', async () => {
  const launched = await opened('#/settings');
  expect(await launched('/')).toBe('#/settings');
});

test('what the browser tells once more after a reload is not done again', async () => {
  const stored = new Map<string, string>();
  const first = await opened('#/', { stored });
  await first('/#/add');
  const again = await opened('#/settings', { stored, reloaded: true });
  expect(await again('/#/add')).toBe('#/settings');
  expect(await again('/#/add')).toBe('#/add');
});

test('a browser that tells of no launches is left alone', async () => {
  vi.stubGlobal('launchQueue', undefined);
  const { followLaunches } = await import('../../pwa/launches.ts');
  expect(followLaunches).not.toThrow();
});
