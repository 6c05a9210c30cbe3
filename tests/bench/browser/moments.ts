import type { Page } from '@playwright/test';

declare global {
  /** Milliseconds since the navigation of the page began. */
  var moments: { peoplePainted?: number; chatUsable?: number };
}

/** Runs in the page, before the app. `openChat` follows the first person's link in the moment it is there. */
const lookOn = (openChat: boolean): void => {
  globalThis.moments = {};
  const afterPaint = (then: () => void): void => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = then;
      channel.port2.postMessage(0);
    });
  };
  let seen = false;
  let opened = false;
  const observer = new MutationObserver(() => {
    const person = document.querySelector<HTMLElement>('li[aria-label] a');
    if (person && !seen) {
      seen = true;
      afterPaint(() => {
        globalThis.moments.peoplePainted = performance.now();
      });
    }
    if (person && openChat && !opened) {
      opened = true;
      person.click();
    }
    const field = document.querySelector('textarea[aria-label="Message"], input[aria-label="Message"]');
    if (opened && field && globalThis.moments.chatUsable === undefined)
      globalThis.moments.chatUsable = performance.now();
  });
  observer.observe(document, { subtree: true, childList: true });
};

export const watchMoments = async (page: Page, openChat = false): Promise<void> => {
  await page.addInitScript(lookOn, openChat);
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

const moment = async (page: Page, name: 'peoplePainted' | 'chatUsable'): Promise<number> => {
  await page.waitForFunction((name) => globalThis.moments[name] !== undefined, name, { polling: 20 });
  return page.evaluate((name) => globalThis.moments[name] ?? 0, name);
};

export const peoplePainted = (page: Page): Promise<number> => moment(page, 'peoplePainted');
/** The field for a message is there, after the people were. */
export const chatUsable = (page: Page): Promise<number> => moment(page, 'chatUsable');
