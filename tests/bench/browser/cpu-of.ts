import type { Browser } from '@playwright/test';
import { must } from '../guard.ts';

interface ProcessInfo {
  readonly id: number;
  readonly cpuTime: number;
}

/** CPU seconds that each process of a browser has used, by its id. */
const used = async (browser: Browser): Promise<ReadonlyMap<number, number>> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return new Map(processInfo.map(({ id, cpuTime }: ProcessInfo) => [id, cpuTime]));
};

/** What all processes of a browser take of one core while `meanwhile` lasts, in percent. */
export const cpuOf = async (browser: Browser | null, meanwhile: () => Promise<void>): Promise<number> => {
  must(browser !== null, 'these pages have no browser to ask');
  const [before, start] = [await used(browser), performance.now()];
  await meanwhile();
  const [after, end] = [await used(browser), performance.now()];
  let seconds = 0;
  for (const [id, now] of after) seconds += now - (before.get(id) ?? 0);
  return (seconds / ((end - start) / 1_000)) * 100;
};
