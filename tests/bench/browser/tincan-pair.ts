import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { launchPwa } from '#tests/e2e/fixtures/browser.ts';
import type { EmulatedNetwork } from '#tests/e2e/fixtures/emulated-network.ts';
import { acceptContact, requestContact, row, signUp, turnOn } from '#tests/e2e/fixtures/person.ts';
import { must } from '../guard.ts';
import { tincan } from '../servers/tincan.ts';
import { readMarks, resetMarks, watchCalls } from './call-marks.ts';
import type { CallPair } from './caller.ts';

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

/**
 * Two people with the real web app over the real relay, in two browsers. `early`: both have chosen that the caller is seen
 * while it rings.
 */
export const tincanPair = async (network: EmulatedNetwork, { early = false } = {}): Promise<CallPair> => {
  const server = await tincan.start({ tls: false });
  const origin = `http://localhost:${await network.towards(server.port)}/`;
  const ann = await launchPwa();
  const bo = await launchPwa();
  const annUid = await register(ann.page, origin, 'ann');
  const boUid = await register(bo.page, origin, 'bo');
  await requestContact(ann.page, 'bo');
  await acceptContact(bo.page, 'ann');
  if (early) {
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
  return {
    async call() {
      await resetMarks(ann.page);
      await resetMarks(bo.page);
      await ann.page.getByRole('button', { name: 'Video call bo' }).first().click();
      const answer = bo.page.getByRole('button', { name: 'Answer with video' });
      await answer.waitFor();
      await pause(1_000); // people take their time; the path is built meanwhile
      // And look who it is.
      if (early) await bo.page.waitForFunction((uid) => globalThis.callMarks.frames[uid], annUid, { polling: 50 });
      await answer.click();
      const { answered } = await readMarks(bo.page);
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
      must(caller.called > 0 && callee.rang > 0 && callee.answered > 0, 'a click or the ring was not seen');
      must((caller.frames[boUid]?.[0] ?? 0) > callee.answered, "the callee's camera was seen before the answer");
      await ann.page.getByRole('button', { name: 'Hang up' }).click();
      for (const { page } of [ann, bo]) await page.getByRole('button', { name: 'Close' }).first().click();
      return {
        ring: callee.rang - caller.called,
        calleeAtCaller: firstFrameAfter(caller.frames[boUid], callee.answered) - callee.answered,
        callerAtCallee: firstFrameAfter(callee.frames[annUid], callee.answered) - callee.answered,
      };
    },
    async close() {
      await ann.close();
      await bo.close();
      await server.stop();
    },
  };
};
