import type { BrowserContext, Page } from '@playwright/test';
import { watchMedia } from '#tests/e2e/fixtures/media-watch.ts';

/** Moments of a call in one page, milliseconds since the Unix epoch; 0 where it has not happened. */
export interface CallMarks {
  called: number;
  rang: number;
  answered: number;
  /** When the other side's voice was first played, where that is listened for. */
  heard: number;
  /** When frames of each participant's camera were shown, and those of shared tabs by `tab`. */
  frames: Record<string, number[]>;
}

declare global {
  var callMarks: CallMarks;
  var resetCallMarks: (listens: boolean) => void;
}

/** Runs in the page, before the app: looks and listens, and touches nothing. */
const lookOn = (): void => {
  /** Of 1; what a browser plays where nothing has come is softer. */
  const AUDIBLE = 0.01;
  const LISTENING_MS = 10;
  const SEEN = 'video[data-kind="camera"], video[data-kind="tab"]';
  const watched = new WeakSet<HTMLVideoElement>();
  const nameOf = (button: Element): string => button.getAttribute('aria-label') ?? button.textContent ?? '';
  let isListening = false;
  let earlierConnections = 0;
  globalThis.resetCallMarks = (listens) => {
    isListening = listens;
    // One of the call before may still be about to close.
    earlierConnections = globalThis.mediaWatch?.connections.length ?? 0;
    globalThis.callMarks = { called: 0, rang: 0, answered: 0, heard: 0, frames: {} };
  };
  globalThis.resetCallMarks(false);

  const watch = (video: HTMLVideoElement): void => {
    if (watched.has(video)) return;
    watched.add(video);
    const shown = (at: number): void => {
      const frames = globalThis.callMarks.frames;
      const { kind, participant = '' } = video.dataset;
      const shows = kind === 'tab' ? kind : participant;
      const times = frames[shows] ?? [];
      frames[shows] = times;
      if (video.videoWidth > 2 && times.length < 500) times.push(performance.timeOrigin + at);
      video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
  };

  setInterval(() => {
    if (!isListening || globalThis.callMarks.heard > 0) return;
    for (const connection of globalThis.mediaWatch.connections
      .slice(earlierConnections)
      .filter(({ connectionState }) => connectionState === 'connected'))
      for (const receiver of connection.getReceivers())
        for (const { audioLevel = 0, timestamp } of receiver.getSynchronizationSources())
          if (audioLevel > AUDIBLE) globalThis.callMarks.heard ||= timestamp;
  }, LISTENING_MS);

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
    for (const video of document.querySelectorAll<HTMLVideoElement>(SEEN)) watch(video);
  }).observe(document, { subtree: true, childList: true, attributes: true });
};

export const watchCalls = async (context: BrowserContext): Promise<void> => {
  await watchMedia(context);
  await context.addInitScript(lookOn);
};

/** `listens`: for the voice, too, which slows the page. */
export const resetMarks = (page: Page, listens = false): Promise<void> =>
  page.evaluate((listens) => globalThis.resetCallMarks(listens), listens);

export const readMarks = (page: Page): Promise<CallMarks> => page.evaluate(() => globalThis.callMarks);
