import { launchPwa } from '#tests/e2e/fixtures/browser.ts';
import {
  acceptContact,
  openConversation,
  requestContact,
  row,
  signUp,
  uidGivenTo,
} from '#tests/e2e/fixtures/person.ts';
import { fillHistory } from '#tests/fakes/history/fill.ts';
import { SELDOM } from '#tests/fakes/history/sayings.ts';
import { pageScript } from '#tests/fakes/page-script.ts';
import {
  clearSearch,
  clickIntoSearch,
  clickToPainted,
  keyToHits,
  prepareScreen,
  scrollBack,
} from '../browser/history-screen.ts';
import { must } from '../guard.ts';
import type { Samples } from '../samples.ts';
import type { Server } from '../servers/contender.ts';

const MESSAGES = 100_000;
const OTHERS = 500;
const FRAMES = 300;
/** From one letter, which a third of all messages have, to a word that one in a thousand has. */
const QUERIES = ['t', 'caf', SELDOM, 'ёжик', 'the people'];

/** A conversation of a hundred thousand messages among five hundred others, in the store and on the screen. */
export const history = async (server: Server, rounds: number, samples: Samples): Promise<void> => {
  const origin = `http://localhost:${server.port}/`;
  const ann = await launchPwa({}, { width: 1440, height: 900 });
  const bo = await launchPwa();
  await ann.page.goto(origin);
  await bo.page.goto(origin);
  await signUp(ann.page, 'reading-ann');
  const uid = uidGivenTo(bo.page);
  await signUp(bo.page, 'reading-bo');
  await requestContact(ann.page, 'reading-bo');
  await acceptContact(bo.page, 'reading-ann');
  await row(ann.page, 'reading-bo').waitFor();
  const person = await uid;
  await bo.close();
  await fillHistory(ann.page, person, MESSAGES, OTHERS);

  const script = await pageScript(new URL('../browser/history-page.ts', import.meta.url));
  // The relay knows bo alone: without it, everyone whom the device remembers is on the list.
  server.pause();
  for (let round = 0; round <= rounds; round += 1) {
    const page = await ann.context.newPage();
    await page.goto(`${origin}#/`);
    await row(page, 'reading-bo').waitFor();
    must((await page.locator('li[aria-label^="other-"]').count()) === OTHERS, 'not everyone is on the list');
    await prepareScreen(page);
    const click = await clickToPainted(page, 'reading-bo');
    const searches: number[] = [];
    await clickIntoSearch(page);
    for (const query of QUERIES) {
      searches.push(await keyToHits(page, query));
      await clearSearch(page);
    }
    await openConversation(page, 'reading-bo');
    const { blank, travelled } = await scrollBack(page, FRAMES);
    must(travelled > 1_000, `only ${travelled} messages went by`);
    await page.evaluate(script);
    const stores = [];
    for (const query of QUERIES)
      stores.push(
        await page.evaluate(([person, query]) => globalThis.measureStore(person, query), [person, query] as const),
      );
    await page.close();
    // The first one warms the caches up, as a day with the app does.
    if (round === 0) continue;
    samples.add('historyClick', 'ours', click);
    samples.add('historyRows', 'ours', (100 * (FRAMES - blank)) / FRAMES);
    for (const ms of searches) samples.add('historySearchScreen', 'ours', ms);
    for (const { open, older, search } of stores) {
      samples.add('historyOpen', 'ours', open);
      samples.add('historyOlder', 'ours', older);
      samples.add('historySearch', 'ours', search);
    }
  }
  server.resume();
  await ann.close();
};
