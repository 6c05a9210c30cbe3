import type { BrowserContext, Page } from '@playwright/test';

/** Moments of a call in one page, milliseconds since the Unix epoch; 0 where it has not happened. */
export interface CallMarks {
  called: number;
  rang: number;
  answered: number;
  /** When frames of each participant's camera were shown. */
  frames: Record<string, number[]>;
}

declare global {
  var callMarks: CallMarks;
}

/** Runs in the page, before the app: looks on and touches nothing. */
const lookOn = (): void => {
  const watched = new WeakSet<HTMLVideoElement>();
  const nameOf = (button: Element): string => button.getAttribute('aria-label') ?? button.textContent ?? '';
  globalThis.callMarks = { called: 0, rang: 0, answered: 0, frames: {} };

  const watch = (video: HTMLVideoElement): void => {
    if (watched.has(video)) return;
    watched.add(video);
    const shown = (at: number): void => {
      const frames = globalThis.callMarks.frames;
      const participant = video.dataset.participant ?? '';
      const times = frames[participant] ?? [];
      frames[participant] = times;
      if (video.videoWidth > 2 && times.length < 500) times.push(performance.timeOrigin + at);
      video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
  };

  addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : undefined;
      if (!button) return;
      const at = performance.timeOrigin + event.timeStamp;
      if (nameOf(button).startsWith('Video call ')) globalThis.callMarks.called = at;
      if (nameOf(button).startsWith('Answer')) globalThis.callMarks.answered = at;
    },
    { capture: true },
  );
  new MutationObserver(() => {
    const marks = globalThis.callMarks;
    if (
      marks.rang === 0 &&
      [...document.querySelectorAll('button')].some((button) => nameOf(button).startsWith('Answer'))
    ) {
      marks.rang = performance.timeOrigin + performance.now();
    }
    for (const video of document.querySelectorAll<HTMLVideoElement>('video[data-kind="camera"]')) watch(video);
  }).observe(document, { subtree: true, childList: true, attributes: true });
};

export const watchCalls = async (context: BrowserContext): Promise<void> => {
  await context.addInitScript(lookOn);
};

export const resetMarks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    globalThis.callMarks = { called: 0, rang: 0, answered: 0, frames: {} };
  });

export const readMarks = (page: Page): Promise<CallMarks> => page.evaluate(() => globalThis.callMarks);
