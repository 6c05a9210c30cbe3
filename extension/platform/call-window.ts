import { browser } from 'wxt/browser';
import { type Errand, fragmentOf } from './errand.ts';

/** One phone-sized column beside what a person is doing; large enough for two pictures. */
const SIZE = { width: 480, height: 720 };

/** The one message that pages of this extension send each other; everything else is said on the Windows channel. */
export interface ErrandMessage {
  readonly type: 'errand';
  readonly fragment: string;
}

/** Gives the errand to the call window there is. False where there is none. */
export const giveToCallWindow = async (errand: Errand): Promise<boolean> => {
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
