import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { launchPwa } from '#tests/e2e/fixtures/browser.ts';
import type { EmulatedNetwork } from '#tests/e2e/fixtures/emulated-network.ts';
import { acceptContact, requestContact, row, signUp, turnOff, turnOn } from '#tests/e2e/fixtures/person.ts';
import { must } from '../guard.ts';
import { tincan } from '../servers/tincan.ts';
import { readMarks, resetMarks, watchCalls } from './call-marks.ts';
import { type CallPair, talking } from './caller.ts';

/** Signs up by the page and returns the new UID. */
const register = async (page: Page, origin: string, login: string): Promise<string> => {
  await page.goto(origin);
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/accounts') && response.ok());
  await signUp(page, login);
  const body: { account: { uid: string } } = await (await answer).json();
  return body.account.uid;
};

const firstFrameAfter = (frames: readonly number[] | undefined, moment: number): number => {
  const frame = frames?.find((at) => at >= moment);
  must(frame !== undefined, 'no frame of the other side was shown');
  return frame;
};

/** Half a second of the test picture, which has 20 a second. */
const FRAMES_LOOKED_AT = 10;

/** What they have chosen of what happens while it rings: the path is made, the caller is seen too, or nothing. */
export type WhileItRings = 'warm' | 'early' | 'cold';

/** Two people with the real web app over the real relay, in two browsers. */
export const tincanPair = async (network: EmulatedNetwork, whileItRings: WhileItRings): Promise<CallPair> => {
  const server = await tincan.start({ tls: false });
  const origin = `http://localhost:${await network.towards(server.port)}/`;
  const ann = await launchPwa(talking('ann'));
  const bo = await launchPwa(talking('bo'));
  const annUid = await register(ann.page, origin, 'ann');
  const boUid = await register(bo.page, origin, 'bo');
  await requestContact(ann.page, 'bo');
  await acceptContact(bo.page, 'ann');
  if (whileItRings === 'cold') await turnOff(bo.page, 'Connect while it rings');
  if (whileItRings === 'early') {
    await turnOn(ann.page, 'Let contacts I call see me while it rings');
    await turnOn(bo.page, 'Show me callers before I answer');
  }
  for (const { context, page } of [ann, bo]) {
    await watchCalls(context);
    await network.apply(context);
    await page.reload();
  }
  await expect(row(ann.page, 'bo')).toContainText(/online/i);
  await expect(row(bo.page, 'ann')).toContainText(/online/i);
  const pages = [ann.page, bo.page];

  const answerOnce = async (listens: boolean): Promise<number> => {
    for (const page of pages) await resetMarks(page, listens);
    await ann.page.getByRole('button', { name: 'Video call bo' }).first().click();
    const answer = bo.page.getByRole('button', { name: 'Answer with video' });
    await answer.waitFor();
    await pause(1_000); // people take their time; the path is built meanwhile
    // And look who it is: with the very first frames the connection is still finding out what it can carry.
    if (whileItRings === 'early')
      await bo.page.waitForFunction(
        ([uid, frames]) => (globalThis.callMarks.frames[uid]?.length ?? 0) >= frames,
        [annUid, FRAMES_LOOKED_AT] as const,
        { polling: 50 },
      );
    await answer.click();
    return (await readMarks(bo.page)).answered;
  };

  const hangUp = async (): Promise<void> => {
    await ann.page.getByRole('button', { name: 'Hang up' }).click();
    for (const page of pages) await page.getByRole('button', { name: 'Close' }).first().click();
  };

  return {
    async call() {
      const answered = await answerOnce(false);
      for (const [page, uid] of [
        [ann.page, boUid],
        [bo.page, annUid],
      ] as const) {
        await page.waitForFunction(
          ([uid, since]) => (globalThis.callMarks.frames[uid] ?? []).filter((at) => at >= since).length > 5,
          [uid, answered] as const,
          { polling: 50 },
        );
      }
      const caller = await readMarks(ann.page);
      const callee = await readMarks(bo.page);
      must(caller.called > 0 && callee.rang > 0 && answered > 0, 'a click or the ring was not seen');
      must((caller.frames[boUid]?.[0] ?? 0) > answered, "the callee's camera was seen before the answer");
      await hangUp();
      return {
        ring: callee.rang - caller.called,
        calleeAtCaller: firstFrameAfter(caller.frames[boUid], answered) - answered,
        callerAtCallee: firstFrameAfter(callee.frames[annUid], answered) - answered,
      };
    },
    async hear() {
      const answered = await answerOnce(true);
      for (const page of pages)
        await page.waitForFunction(() => globalThis.callMarks.heard > 0, undefined, { polling: 50 });
      const heard = await Promise.all(pages.map(async (page) => (await readMarks(page)).heard));
      must(Math.min(...heard) > answered, 'one was heard before the answer');
      await hangUp();
      return Math.max(...heard) - answered;
    },
    async close() {
      await ann.close();
      await bo.close();
      await server.stop();
    },
  };
};
