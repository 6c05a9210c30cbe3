import { browser } from 'wxt/browser';
import { type ErrandMessage, giveToCallWindow } from './call-window.ts';
import type { Errand } from './errand.ts';
import { errandIn } from './read-errand.ts';

const isErrand = (message: unknown): message is ErrandMessage =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'errand';

/** Milliseconds before one that is just closing, and takes no errand any more, is looked for again. */
const AGAIN_MS = 50;

/**
 * Makes this page the call window until it closes. False where there is one: two errands at once have opened two
 * windows, and the later one hands its errand over and goes.
 */
export const becomeCallWindow = (): Promise<boolean> =>
  new Promise((resolve) => {
    const attempt = (): void =>
      void navigator.locks.request('tincan.call-window', { ifAvailable: true }, async (lock) => {
        if (lock) {
          resolve(true);
          return new Promise(() => undefined);
        }
        if (await giveToCallWindow(errandIn(location.hash))) resolve(false);
        else setTimeout(attempt, AGAIN_MS);
      });
    attempt();
  });

/** For the call window: what it was opened for, then what it is told to do. */
export const takeErrands = (run: (errand: Errand) => void): void => {
  const opening = errandIn(location.hash);
  // Reloading the window must not call again; the address of a place leads there again.
  if (opening.kind !== 'show') history.replaceState(null, '', location.pathname);
  browser.runtime.onMessage.addListener((message: unknown, sender, answer) => {
    if (sender.id !== browser.runtime.id || !isErrand(message)) return;
    answer(true);
    void comeToFront();
    run(errandIn(message.fragment));
  });
  run(opening);
};

const comeToFront = async (): Promise<void> => {
  const { id } = await browser.windows.getCurrent();
  if (id !== undefined) await browser.windows.update(id, { focused: true });
};
