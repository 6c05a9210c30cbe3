import { browser } from 'wxt/browser';

const POPUP = 'popup.html';
const SIZE = { width: 380, height: 600 };

const isPopup = ({ pathname }: { readonly pathname: string }): boolean => pathname === `/${POPUP}`;

/** Of Firefox's background page, which has them instead of contexts. */
const views = (type: 'popup' | 'tab'): readonly Window[] =>
  browser.extension.getViews({ type }) as readonly unknown[] as readonly Window[]; // typed as the browser's windows

/** Whether somebody looks at the people column: in the toolbar's popup, or in a window of its own that is in front. */
export const popupIsOpen = async (): Promise<boolean> => {
  if (import.meta.env.FIREFOX) {
    const isInFront = ({ location, document }: Window): boolean => isPopup(location) && document.hasFocus();
    return views('popup').length > 0 || views('tab').some(isInFront);
  }
  const [contexts, front] = await Promise.all([
    browser.runtime.getContexts({ contextTypes: ['POPUP', 'TAB'] }),
    browser.windows.getLastFocused().catch(() => undefined), // there is none
  ]);
  return contexts.some(
    ({ contextType, documentUrl, windowId }) =>
      contextType === 'POPUP' ||
      (front?.focused && windowId === front.id && documentUrl !== undefined && isPopup(new URL(documentUrl))),
  );
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
