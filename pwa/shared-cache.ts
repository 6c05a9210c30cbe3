// What the service worker is given by the system's share menu, and the page takes.

/** The cache that holds it, for moments. */
export const SHARED = 'shared';
export const SHARED_TEXT = '/shared/text';
/** Where a page is opened that is to say that it could not be kept. */
export const LOST = '#/share/lost';
/** The name of a file, percent-encoded. */
export const NAME_HEADER = 'x-file-name';
