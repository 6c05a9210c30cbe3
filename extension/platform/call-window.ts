import { browser } from 'wxt/browser';
import { type Errand, errandIn, fragmentOf } from './errand.ts';

/** One phone-sized column beside what a person is doing; large enough for two pictures. */
const SIZE = { width: 480, height: 720 };

/** The one message that pages of this extension send each other; everything else is said on the Windows channel. */
interface ErrandMessage {
  readonly type: 'errand';
  readonly fragment: string;
}

const isErrand = (message: unknown): message is ErrandMessage =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'errand';

/** Gives the errand to the call window there is. False where there is none. */
const giveToCallWindow = async (errand: Errand): Promise<boolean> => {
  const message: ErrandMessage = { type: 'errand', fragment: fragmentOf(errand) };
  try {
    return (await browser.runtime.sendMessage(message)) === true;
  } catch {
    // "Receiving end does not exist": only the call window listens.
    return false;
  }
};

/** The call window does this: the one there is, which comes to the front, or a new one. */
export const sendToCallWindow = async (errand: Errand): Promise<void> => {
  if (await giveToCallWindow(errand)) return;
  await browser.windows.create({ url: `/call.html${fragmentOf(errand)}`, type: 'popup', focused: true, ...SIZE });
};

/**
 * Makes this page the call window until it closes. False where there is one: two errands at once have opened two
 * windows, and the later one hands its errand over and goes.
 */
export const becomeCallWindow = (): Promise<boolean> =>
  new Promise((resolve) => {
    void navigator.locks.request('tincan.call-window', { ifAvailable: true }, async (lock) => {
      if (lock) {
        resolve(true);
        return new Promise(() => undefined);
      }
      await giveToCallWindow(errandIn(location.hash));
      resolve(false);
    });
  });

/** For the call window: what it was opened for, then what it is told to do. */
export const takeErrands = (run: (errand: Errand) => void): void => {
  const opening = errandIn(location.hash);
  // Reloading the window must not call again.
  history.replaceState(null, '', location.pathname);
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
