import type { Page } from '@playwright/test';
import type { AccountId } from '#shared/protocol/ids.ts';
import { pageScript } from '../page-script.ts';

/**
 * Fills the history of the person who is signed in on a page of the product: `messages` with `person`, oldest first, and
 * one with each of `others` people who are contacts as far as this device knows. A hundred thousand take a minute.
 */
export const fillHistory = async (page: Page, person: AccountId, messages: number, others = 0): Promise<void> => {
  await page.evaluate(await pageScript(new URL('fill-page.ts', import.meta.url)));
  await page.evaluate(([person, messages, others]) => globalThis.fillHistory(person, messages, others), [
    person,
    messages,
    others,
  ] as const);
};
