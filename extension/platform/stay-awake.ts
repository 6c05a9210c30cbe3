import { browser } from 'wxt/browser';

/** Below the 30 s after which an idle background page is ended. */
const PERIOD_MS = 20_000;

/**
 * Firefox ends a background page also while its socket is busy; any call of the browser's own interface counts as being
 * in use. Chromium counts the socket's pings. Returns what ends it.
 */
export const stayAwake = (): (() => void) => {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), PERIOD_MS);
  return () => clearInterval(timer);
};
