import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, test as base, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { WebSocketServer } from 'ws';
import type { PeerEvent } from '#shared/client/ports.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '#tests/e2e/fixtures/browser.ts';

/** The script of `page.ts`. */
export const bundle = async (): Promise<string> => {
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
    response.end(
      page ? '<!doctype html><meta charset="utf-8"><body><script type="module" src="/page.js"></script>' : script,
    );
  });
  // The relay of these tests: what comes on a socket goes to every other socket of the same path.
  const relay = new WebSocketServer({ server });
  const calls = new Map<unknown, string | undefined>();
  relay.on('connection', (socket, request) => {
    calls.set(socket, request.url);
    socket.on('message', (data) => {
      for (const other of relay.clients)
        if (other !== socket && calls.get(other) === request.url) other.send(String(data));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}/` };
};

/** Both ends of one call, in two pages in windows of their own: a hidden tab is slow. */
export interface Ends {
  readonly caller: Page;
  readonly callee: Page;
  /** Reaches the other page from one that was loaded again. */
  dial(page: Page): Promise<void>;
  /** Opens both links, does what `before` says with each at once, and waits for the path. */
  connect(before?: (page: Page) => readonly Promise<unknown>[]): Promise<void>;
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
    const contexts = await Promise.all([chrome.newContext(), chrome.newContext()]);
    const [caller, callee] = [await contexts[0].newPage(), await contexts[1].newPage()];
    await Promise.all([caller.goto(site), callee.goto(site)]);
    const call = crypto.randomUUID();
    const dial = (page: Page) => page.evaluate((call) => end.dial(call), call);
    await Promise.all([caller, callee].map(dial));
    await use({
      caller,
      callee,
      dial,
      connect: async (before = () => []) => {
        // The callee has answered before the caller hears of it.
        await Promise.all([callee.evaluate(() => end.open('callee')), ...before(callee)]);
        await Promise.all([caller.evaluate(() => end.open('caller')), ...before(caller)]);
        await Promise.all([happened(caller, 'path-connected'), happened(callee, 'path-connected')]);
      },
    });
    await Promise.all(contexts.map((context) => context.close()));
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
