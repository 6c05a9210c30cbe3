// What the service worker is given by the system's share menu, and the page takes.

/** The cache that holds it, for moments. */
export const SHARED = 'shared';
export const SHARED_TEXT = '/shared/text';
/** The name of a file, percent-encoded. */
export const NAME_HEADER = 'x-file-name';
