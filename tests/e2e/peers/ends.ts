import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page, test as base } from '@playwright/test';
import { build } from 'vite';
import { CHROMIUM_FLAGS, chromiumPath } from '#tests/e2e/fixtures/browser.ts';
import type { PeerEvent } from '#shared/client/ports.ts';

const bundle = async (): Promise<string> => {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: fileURLToPath(new URL('page.ts', import.meta.url)), formats: ['es'], fileName: 'page' },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error('nothing was built');
  return first.output[0].code;
};

const serve = async (): Promise<{ server: Server; url: string }> => {
  const script = await bundle();
  const server = createServer((request, response) => {
    const page = request.url === '/';
    response.writeHead(page || request.url === '/page.js' ? 200 : 204, {
      'content-type': page ? 'text/html' : 'text/javascript',
    });
    response.end(page ? '<!doctype html><meta charset="utf-8"><body><script type="module" src="/page.js"></script>' : script);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}/` };
};

/** Both ends of one call, in two pages. */
export interface Ends {
  readonly caller: Page;
  readonly callee: Page;
  /** Opens both links; the callee first, as its device has answered first. */
  connect(): Promise<void>;
}

interface WorkerFixtures {
  readonly site: string;
  readonly chrome: Browser;
}

export const test = base.extend<{ ends: Ends }, WorkerFixtures>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from the pattern.
    async ({}, use) => {
      const { server, url } = await serve();
      await use(url);
      server.closeAllConnections();
      server.close();
    },
    { scope: 'worker' },
  ],
  chrome: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from the pattern.
    async ({}, use) => {
      const executablePath = chromiumPath();
      const browser = await chromium.launch({
        ...(executablePath && { executablePath }),
        args: [...CHROMIUM_FLAGS],
        ignoreDefaultArgs: ['--mute-audio'],
      });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  ends: async ({ chrome, site }, use) => {
    const context = await chrome.newContext();
    const [caller, callee] = [await context.newPage(), await context.newPage()];
    await Promise.all([caller.goto(site), callee.goto(site)]);
    const call = crypto.randomUUID();
    await use({
      caller,
      callee,
      connect: async () => {
        await callee.evaluate((call) => end.open('callee', call), call);
        await caller.evaluate((call) => end.open('caller', call), call);
        await Promise.all([happened(caller, 'path-connected'), happened(callee, 'path-connected')]);
      },
    });
    await context.close();
  },
});

/** Waits until an event of that type has come `times` times, and returns the last. */
export const happened = async <T extends PeerEvent['type']>(
  page: Page,
  type: T,
  times = 1,
): Promise<Extract<PeerEvent, { type: T }> & { at: number }> => {
  const found = await page.waitForFunction(
    ([type, times]) => {
      const all = end.events.filter((event) => event.type === type);
      return all.length >= times && all.at(-1);
    },
    [type, times] as const,
  );
  return (await found.jsonValue()) as Extract<PeerEvent, { type: T }> & { at: number };
};

/** The camera and microphone of the other side: the first stream of every link. */
export const REMOTE = 'video[data-stream="1"]';
export const stream = (id: string): string => `video[data-stream="${id}"]`;
