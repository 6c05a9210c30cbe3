import { EXTENSION_ORIGIN } from '../config.ts';

const FIREFOX = /^moz-extension:\/\/[0-9a-f-]{36}$/;

/**
 * Whether a socket may be opened from this Origin. '' is a program, not a page: it has a ticket, and no browser can be
 * made to send one for it. Firefox gives each installation of an extension an id of its own.
 */
export const isAllowedOrigin = (
  origin: string,
  host: string,
  publicUrl: string | undefined,
  more: readonly string[],
): boolean => {
  if (origin === '' || origin === EXTENSION_ORIGIN || FIREFOX.test(origin) || more.includes(origin)) return true;
  if (publicUrl !== undefined && new URL(publicUrl).origin === origin) return true;
  return origin === `http://${host}` || origin === `https://${host}`;
};
