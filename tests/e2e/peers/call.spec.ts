import { expect, type Page } from '@playwright/test';
import { heardIn, near, seenIn } from '#tests/e2e/fixtures/far-end.ts';
import type { Colour } from '#tests/e2e/fixtures/media-files.ts';
import { REMOTE, test } from './ends.ts';

const COPPER = ['#c8641e', [200, 100, 30]] as const;
const BLUE = ['#3060ff', [48, 96, 255]] as const;

const send = (page: Page, colour: string | undefined, hertz: number | undefined) =>
  page.evaluate(
    ([colour, hertz]) => {
      end.link().setTrack('video', colour === undefined ? undefined : end.picture(colour));
      end.link().setTrack('audio', hertz === undefined ? undefined : end.tone(hertz));
    },
    [colour, hertz] as const,
  );

const shows = (page: Page, colour: Colour, selector = REMOTE) =>
  expect.poll(async () => near((await seenIn(page, selector))?.centre, colour)).toBe(true);

const sounds = (page: Page, hertz: number, selector = REMOTE) =>
  expect.poll(async () => Math.abs(((await heardIn(page, selector))?.hertz ?? 0) - hertz) < 15).toBe(true);

test('picture and sound arrive at both ends, with tracks set after connecting', async ({ ends }) => {
  await ends.connect();
  await send(ends.caller, COPPER[0], 1000);
  await send(ends.callee, BLUE[0], 600);
  await shows(ends.callee, COPPER[1]);
  await shows(ends.caller, BLUE[1]);
  await sounds(ends.callee, 1000);
  await sounds(ends.caller, 600);
});
