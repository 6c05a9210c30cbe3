import type { Page } from '@playwright/test';

// What a person sees, timed in the page itself: the way from Playwright to the page is no part of it.

declare global {
  /** Milliseconds from `act` until what `selector` finds has been painted. */
  var untilPainted: (selector: string, act: () => void) => Promise<number>;
}

const prepare = (): void => {
  globalThis.untilPainted = (selector, act) =>
    new Promise((resolve) => {
      const start = performance.now();
      const observer = new MutationObserver(() => look());
      const look = (): void => {
        if (!document.querySelector(selector)) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now() - start);
          channel.port2.postMessage(0);
        });
      };
      observer.observe(document, { subtree: true, childList: true, characterData: true });
      act();
      look();
    });
};

export const prepareScreen = (page: Page): Promise<void> => page.evaluate(prepare);

/** From the click on the person to the newest messages. */
export const clickToPainted = (page: Page, login: string): Promise<number> =>
  page.evaluate(
    (login) =>
      globalThis.untilPainted('[role=log] [data-key]', () =>
        document.querySelector<HTMLElement>(`li[aria-label="${login}"] a`)?.click(),
      ),
    login,
  );

/** A hand takes so long from the mouse to the keys. */
const HAND_MS = 200;

export const clickIntoSearch = async (page: Page): Promise<void> => {
  await page.locator('input[type=search]').click();
  await page.waitForTimeout(HAND_MS);
};

/** From the last key to the first hit. */
export const keyToHits = (page: Page, query: string): Promise<number> =>
  page.evaluate(
    (query) =>
      globalThis.untilPainted('ul[aria-label="Messages"] mark', () => {
        const field = document.querySelector<HTMLInputElement>('input[type=search]');
        if (!field) throw new Error('no search');
        field.value = query;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }),
    query,
  );

export const clearSearch = async (page: Page): Promise<void> => {
  await page.locator('input[type=search]').fill('');
  await page.locator('ul[aria-label="Messages"]').waitFor({ state: 'detached' });
};

/** Scrolls back two screens in each frame. How many frames there were, and in how many no message was in view. */
export const scrollBack = (page: Page, frames: number): Promise<{ blank: number; travelled: number }> =>
  page.evaluate(
    (frames) =>
      new Promise((resolve) => {
        const scroller = document.querySelector<HTMLElement>('[role=log]');
        if (!scroller) throw new Error('no messages');
        const seen = new Set<string>();
        let blank = 0;
        let left = frames;
        const step = (): void => {
          const { top, bottom } = scroller.getBoundingClientRect();
          const inView = [...scroller.querySelectorAll('[data-key]')].filter((row) => {
            const box = row.getBoundingClientRect();
            return box.bottom > top && box.top < bottom;
          });
          if (inView.length === 0) blank += 1;
          for (const row of inView) seen.add(row.getAttribute('data-key') ?? '');
          left -= 1;
          if (left === 0) return resolve({ blank, travelled: seen.size });
          scroller.scrollTop -= 2 * scroller.clientHeight;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    frames,
  );
