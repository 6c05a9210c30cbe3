import { afterEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { popupIsOpen } from '../../extension/platform/popup-window.ts';

vi.mock('wxt/browser', () => ({ browser: {} }));

/** A page of the extension. */
interface Page {
  readonly type: 'popup' | 'tab';
  readonly path: string;
  readonly inFront: boolean;
}

const firefox = (pages: readonly Page[]): void => {
  vi.stubEnv('FIREFOX', 'yes');
  const getViews = ({ type }: { type: string }) =>
    pages
      .filter((page) => page.type === type)
      .map(({ path, inFront }) => ({ location: { pathname: path }, document: { hasFocus: () => inFront } }));
  Object.assign(browser, { extension: { getViews } });
};

const chromium = (pages: readonly Page[]): void => {
  vi.stubEnv('FIREFOX', '');
  const contexts = pages.map(({ type, path }, windowId) => ({
    contextType: type.toUpperCase(),
    documentUrl: `chrome-extension://tincan${path}#/with/somebody`,
    windowId,
  }));
  const front = pages.findIndex(({ inFront }) => inFront);
  Object.assign(browser, {
    runtime: {
      getContexts: async ({ contextTypes }: { contextTypes: readonly string[] }) =>
        contexts.filter(({ contextType }) => contextTypes.includes(contextType)),
    },
    windows: {
      getLastFocused: async () => {
        if (pages.length === 0) throw new Error('No last-focused window');
        return { id: front, focused: front >= 0 };
      },
    },
  });
};

afterEach(() => vi.unstubAllEnvs());

test.each([
  ['Firefox', firefox],
  ['Chromium', chromium],
] as const)(
  'in %s the people column is looked at in the popup, or in a window of its own in front',
  async (_, open) => {
    const isOpen = (type: Page['type'], path: string, inFront: boolean): Promise<boolean> => {
      open([{ type, path, inFront }]);
      return popupIsOpen();
    };
    expect(await isOpen('popup', '/popup.html', true)).toBe(true);
    expect(await isOpen('tab', '/popup.html', true)).toBe(true);
    expect(await isOpen('tab', '/popup.html', false)).toBe(false);
    expect(await isOpen('tab', '/call.html', true)).toBe(false);
    open([]);
    expect(await popupIsOpen()).toBe(false);
  },
);
