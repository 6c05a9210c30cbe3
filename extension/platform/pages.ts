import { browser } from 'wxt/browser';

export const openWelcome = async (): Promise<void> => {
  await browser.tabs.create({ url: '/welcome.html' });
};

/** Must be called while the worker starts. */
export const onInstalled = (run: () => void): void => {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') run();
  });
};
