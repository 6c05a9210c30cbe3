import { createRoot } from 'solid-js';
import { afterEach, expect, test, vi } from 'vitest';
import { createNavigation, type Navigation } from '#shared/ui/frame/navigation.ts';

interface Entry {
  readonly hash: string;
  readonly state: unknown;
}

/** A tab that has been opened at an address: as much of it as is walked in. */
const opened = (hash: string) => {
  const entries: Entry[] = [{ hash, state: null }];
  let at = 0;
  const events = new EventTarget();
  const now = (): Entry => entries[at] ?? { hash: '', state: null };
  const move = (by: number): void => {
    if (!entries[at + by]) return;
    at += by;
    events.dispatchEvent(new Event('popstate'));
  };
  vi.stubGlobal('location', {
    get hash() {
      return now().hash;
    },
  });
  vi.stubGlobal('history', {
    get state() {
      return now().state;
    },
    pushState: (state: unknown, _: string, hash: string) => {
      entries.splice(++at, entries.length, { hash, state });
    },
    replaceState: (state: unknown, _: string, hash: string) => {
      entries[at] = { hash, state };
    },
    back: () => move(-1),
  });
  vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
  vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events));
  const load = (): Navigation => createRoot(() => createNavigation());
  return { ...load(), load, browserBack: () => move(-1), address: () => now().hash };
};

afterEach(() => void vi.unstubAllGlobals());

test('back leads to the place before', () => {
  const { place, go, back } = opened('#/');
  go({ at: 'settings' });
  go({ at: 'administration' });
  back();
  expect(place().at).toBe('settings');
  back();
  expect(place().at).toBe('people');
});

test('back leads to the people where there is no place before, also after the browser’s own button', () => {
  const { place, go, back, browserBack, address } = opened('#/settings');
  go({ at: 'administration' });
  browserBack();
  expect(place().at).toBe('settings');
  back();
  expect([place().at, address()]).toEqual(['people', '#/']);
});

test('a page that was loaded again still knows the place before', () => {
  const { go, load } = opened('#/');
  go({ at: 'settings' });
  go({ at: 'administration' });
  const { place, back } = load();
  back();
  expect(place().at).toBe('settings');
});

test('whoever leaves is at the people, for whoever comes next', () => {
  const { place, go, leave, address } = opened('#/');
  go({ at: 'settings' });
  leave();
  expect([place().at, address()]).toEqual(['people', '#/']);
});
