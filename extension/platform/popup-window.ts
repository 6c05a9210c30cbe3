import { browser } from 'wxt/browser';

const POPUP = 'popup.html';
const SIZE = { width: 380, height: 600 };

/** Whether the people column is open in a toolbar popup now. */
export const popupIsOpen = async (): Promise<boolean> => {
  // Firefox's background page has views instead.
  if (import.meta.env.FIREFOX) return browser.extension.getViews({ type: 'popup' }).length > 0;
  return (await browser.runtime.getContexts({ contextTypes: ['POPUP'] })).length > 0;
};

/** The call window has no toolbar: the popup belongs to the browser window that was used last. */
const openInToolbar = async (): Promise<void> => {
  const { id } = await browser.windows.getLastFocused({ windowTypes: ['normal'] });
  if (id === undefined) throw new Error('No window with a toolbar');
  await browser.windows.update(id, { focused: true });
  await browser.action.openPopup({ windowId: id });
};

/** Opens the popup at a place of its interface; in a window of its own where the browser lets only a click open it. */
export const openPopup = async (fragment: string): Promise<void> => {
  await browser.action.setPopup({ popup: `${POPUP}${fragment}` });
  try {
    await openInToolbar();
  } catch {
    await browser.windows.create({ url: `/${POPUP}${fragment}`, type: 'popup', ...SIZE });
  } finally {
    await browser.action.setPopup({ popup: POPUP });
  }
};
