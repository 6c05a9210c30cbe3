import type { Page } from '@playwright/test';

/** Bytes of a page's JavaScript heap that are in use, after what nothing refers to was collected. */
export const heapOf = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
};
