import { afterEach, expect, test, vi } from 'vitest';
import { followPageLife } from '../../pwa/page-life.ts';

/** A page that the browser takes away and brings back. */
const page = () => {
  const window = new EventTarget();
  vi.stubGlobal('window', window);
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  const close = vi.fn();
  followPageLife({ close });
  const happen = (type: 'pagehide' | 'pageshow', persisted: boolean) =>
    window.dispatchEvent(Object.assign(new Event(type), { persisted }));
  return { happen, close, reload };
};

afterEach(() => vi.unstubAllGlobals());

test('a page that goes for good ends its client, which may come back by a reload', () => {
  const { happen, close } = page();
  happen('pagehide', false);
  expect(close).toHaveBeenCalledExactlyOnceWith(true);
});

test('a page out of the back-forward cache is loaded anew: what other windows said meanwhile was not heard', () => {
  const { happen, close, reload } = page();
  happen('pageshow', false);
  happen('pagehide', true);
  expect(close).not.toHaveBeenCalled();
  expect(reload).not.toHaveBeenCalled();
  happen('pageshow', true);
  expect(reload).toHaveBeenCalledOnce();
});
