/** What a page says to the service worker of a newer app that waits for the windows of this one to close. */
export const TAKE_OVER = 'take-over';
