import { browser } from 'wxt/browser';

const WAKE = 'wake';

/** The shortest period that a packed extension is given. */
const MINUTES = 0.5;

/**
 * Starts the worker again, and with it its socket, wherever the browser has ended it. The listener does nothing: that
 * there is one makes the browser run the worker.
 */
export const keepWaking = (): void => {
  browser.alarms.onAlarm.addListener(() => undefined);
  void browser.alarms.create(WAKE, { periodInMinutes: MINUTES });
};
