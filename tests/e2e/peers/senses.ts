import { expect, type Page } from '@playwright/test';
import { heardIn, near, seenIn } from '#tests/e2e/fixtures/far-end.ts';
import type { Colour } from '#tests/e2e/fixtures/media-files.ts';

/** The camera and microphone of the other side: the first stream of every link. */
export const REMOTE = 'video[data-stream="1"]';
export const stream = (id: string): string => `video[data-stream="${id}"]`;

export const COPPER: Colour = [200, 100, 30];
export const BLUE: Colour = [48, 96, 255];
export const GREEN: Colour = [30, 160, 60];
export const css = (colour: Colour): string => `rgb(${colour.join()})`;

/** Sends a picture of that colour as the camera; `undefined` turns it off. */
export const camera = (page: Page, colour: Colour | undefined): Promise<void> =>
  page.evaluate(
    (colour) => end.link().setTrack('video', colour === undefined ? undefined : end.picture(colour)),
    colour && css(colour),
  );

/** Sends a tone as the microphone; `undefined` turns it off. */
export const microphone = (page: Page, hertz: number | undefined): Promise<void> =>
  page.evaluate((hertz) => end.link().setTrack('audio', hertz === undefined ? undefined : end.tone(hertz)), hertz);

export const shows = (page: Page, colour: Colour, selector = REMOTE): Promise<void> =>
  expect
    .poll(async () => {
      const seen = await seenIn(page, selector);
      return seen !== undefined && seen.frames > 1 && near(seen.centre, colour);
    })
    .toBe(true);

/** No new frame within half a second. */
export const isStill = (page: Page, selector = REMOTE): Promise<void> =>
  expect.poll(async () => (await seenIn(page, selector))?.frames ?? 0).toBe(0);

export const sounds = (page: Page, hertz: number, selector = REMOTE): Promise<void> =>
  expect
    .poll(async () => {
      const heard = await heardIn(page, selector);
      return heard !== undefined && heard.level > 0.01 && Math.abs(heard.hertz - hertz) < 15;
    })
    .toBe(true);

export const isSilent = (page: Page, selector = REMOTE): Promise<void> =>
  expect.poll(async () => (await heardIn(page, selector))?.level ?? 0).toBeLessThan(0.01);

/** ICE credentials of the newest connection: they change with each restart. */
export const credentials = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => /a=ice-ufrag:(\S+)/.exec(end.connections.at(-1)?.localDescription?.sdp ?? '')?.[1]);

/** kbit/s that the lines of the connection that carries the call may take at most, for voice and camera. */
export const allowed = (page: Page): Promise<readonly (number | undefined)[]> =>
  page.evaluate(() =>
    (end.connections.findLast(({ connectionState }) => connectionState === 'connected')?.getSenders() ?? []).map(
      (sender) => (sender.getParameters().encodings[0]?.maxBitrate ?? Number.NaN) / 1000,
    ),
  );

/** How many connections are not closed. */
export const living = (page: Page): Promise<number> =>
  page.evaluate(() => end.connections.filter(({ connectionState }) => connectionState !== 'closed').length);
