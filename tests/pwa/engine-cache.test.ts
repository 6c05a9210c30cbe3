import { afterEach, expect, test, vi } from 'vitest';
import { fetchEngine } from '../../pwa/engine-cache.ts';

const ENGINE = new Request('https://relay.test/assets/engine-1.wasm');

afterEach(() => vi.unstubAllGlobals());

/** A worker whose relay has the engine, and whose device has room for it or not. */
const worker = (room: boolean) => {
  let kept: Response | undefined;
  const put = async (_: Request, answer: Response) => {
    if (!room) throw new DOMException('No room', 'QuotaExceededError');
    kept = answer;
  };
  const fetch = vi.fn(async () => new Response('engine'));
  vi.stubGlobal('caches', { open: async () => ({ match: async () => kept?.clone(), put }) });
  vi.stubGlobal('fetch', fetch);
  return fetch;
};

test('an engine is asked for once', async () => {
  const fetch = worker(true);
  expect(await (await fetchEngine(ENGINE)).text()).toBe('engine');
  expect(await (await fetchEngine(ENGINE)).text()).toBe('engine');
  expect(fetch).toHaveBeenCalledOnce();
});

test('one that the device has no room for is used all the same', async () => {
  worker(false);
  expect(await (await fetchEngine(ENGINE)).text()).toBe('engine');
});
