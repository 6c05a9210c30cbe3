import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { must } from '../guard.ts';

const built = (folder: string): string => fileURLToPath(new URL(`../../../${folder}`, import.meta.url));
export const PWA = built('pwa/dist');
export const EXTENSION = built('extension/.output/chrome-mv3');

/** Scripts that a page has loaded by any way (element, import, preload): when each was asked for and was there. */
interface Loaded {
  readonly path: string;
  readonly asked: number;
  readonly there: number;
}

const loadedScripts = async (page: Page): Promise<readonly Loaded[]> => {
  const all = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => ({
      path: new URL(entry.name).pathname,
      asked: entry.startTime,
      there: entry instanceof PerformanceResourceTiming ? entry.responseEnd : entry.startTime,
    })),
  );
  return all.filter(({ path }) => path.endsWith('.js'));
};

/** KiB of these scripts, each compressed by itself as the relay serves it. */
const gzipKiB = (build: string, scripts: readonly { readonly path: string }[]): number => {
  must(scripts.length > 0 && existsSync(build), `no script was loaded from ${build}`);
  const paths = [...new Set(scripts.map(({ path }) => path))];
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(build, path)), { level: 9 }).length, 0) / 1024;
};

export const kibAskedFor = async (page: Page, build: string, byMs = Number.POSITIVE_INFINITY): Promise<number> =>
  gzipKiB(
    build,
    (await loadedScripts(page)).filter(({ asked }) => asked <= byMs),
  );

export const kibThereBy = async (page: Page, build: string, byMs: number): Promise<number> =>
  gzipKiB(
    build,
    (await loadedScripts(page)).filter(({ there }) => there <= byMs),
  );

/**
 * KiB of what is asked for until the page opens its socket, by the browser's requests: pages of an extension keep no list
 * of their own. Call it before the page loads.
 */
export const kibUntilConnected = async (page: Page, build: string): Promise<number> => {
  const scripts: { path: string }[] = [];
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    if (path.endsWith('.js')) scripts.push({ path });
  });
  await page.waitForEvent('websocket');
  return gzipKiB(build, scripts);
};
