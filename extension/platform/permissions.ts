import { browser } from 'wxt/browser';
import { done, failed, type Outcome } from '#shared/core/reason.ts';

/** The relay's origin as a match pattern. Without its port: Firefox knows none in patterns, and Chromium's then match all. */
export const originPattern = (relay: string): string => {
  const { protocol, hostname } = new URL(relay);
  return `${protocol}//${hostname}/*`;
};

/**
 * Asks for access to the one relay. Must start in a click, and nothing may be awaited before it. The browser asks the
 * person only where it has not been granted already.
 */
export const allowRelay = async (relay: string): Promise<Outcome> => {
  const granted = await browser.permissions.request({ origins: [originPattern(relay)] });
  return granted ? done : failed('device_denied');
};

/** Gives back the access to every relay, but for what the machine's administrator has granted: that stays. */
export const forgetRelays = async (): Promise<void> => {
  const { origins = [] } = await browser.permissions.getAll();
  for (const origin of origins) await browser.permissions.remove({ origins: [origin] }).catch(() => false);
};
