import { browser } from 'wxt/browser';

/** `part`: what is opened there. */
export const openWelcome = async (part = ''): Promise<void> => {
  await browser.tabs.create({ url: `/welcome.html#${part}` });
};

/** Must be called while the worker starts. */
export const onInstalled = (run: () => void): void => {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') run();
  });
};
