import type { Page } from '@playwright/test';

declare global {
  /** When the field for a message was there: milliseconds since the navigation of the page began. */
  var chatUsableAt: number | undefined;
}

/** Runs in the page, before the app. Follows the first person's link in the moment it is there. */
const lookOn = (): void => {
  let opened = false;
  const observer = new MutationObserver(() => {
    const person = document.querySelector<HTMLElement>('li[aria-label] a');
    if (person && !opened) {
      opened = true;
      person.click();
    }
    const field = document.querySelector('textarea[aria-label="Message"], input[aria-label="Message"]');
    if (opened && field) globalThis.chatUsableAt ??= performance.now();
  });
  observer.observe(document, { subtree: true, childList: true });
};

/** Opens the first conversation as soon as the people are there. */
export const openFirstChat = async (page: Page): Promise<void> => {
  await page.addInitScript(lookOn);
};

/** Waits for the first contentful paint. */
export const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          for (const { name, startTime } of list.getEntries())
            if (name === 'first-contentful-paint') resolve(startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );

/** After {@link openFirstChat}: waits for the field for a message. */
export const chatUsable = async (page: Page): Promise<number> => {
  await page.waitForFunction(() => globalThis.chatUsableAt !== undefined, undefined, { polling: 20 });
  return page.evaluate(() => globalThis.chatUsableAt ?? 0);
};
