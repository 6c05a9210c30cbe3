import { browser } from 'wxt/browser';

const ACCENT = '#d98a57';

/** The icon has room for three characters. */
export const badgeText = (count: number): string => {
  if (count === 0) return '';
  return count > 99 ? '99+' : String(count);
};

/** The number on the toolbar icon. */
export const showBadge = async (count: number): Promise<void> => {
  await browser.action.setBadgeBackgroundColor({ color: ACCENT });
  await browser.action.setBadgeText({ text: badgeText(count) });
};
