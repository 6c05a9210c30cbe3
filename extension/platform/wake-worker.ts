import { browser } from 'wxt/browser';

/** The browser starts the worker for a message, where it has ended it. */
export const wakeWorker = (): void =>
  void browser.runtime.sendMessage({ type: 'wake' }).catch(() => {
    // It is just being replaced by a newer one, which looks at what waits by itself.
  });

/** Must be called while the worker starts: a message that nobody listens for starts nothing. */
export const beWoken = (): void => browser.runtime.onMessage.addListener(() => undefined);
