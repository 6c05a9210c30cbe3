import { afterEach, expect, test, vi } from 'vitest';

/** What the whole app is loaded by, which may take as long as it likes. */
const gate = vi.hoisted(() => Promise.withResolvers<void>());
const heed = vi.hoisted(() => vi.fn());
vi.mock('../../pwa/start.tsx', async () => {
  await gate.promise;
  return { start: () => heed };
});
vi.mock('solid-js/web', () => ({ render: () => () => {} }));
vi.mock('#shared/ui/frame/broken.tsx', () => ({ Broken: undefined }));
vi.mock('#shared/ui/frame/shell.tsx', () => ({ Shell: undefined }));
vi.mock('#shared/ui/frame/preferences.ts', () => ({ showStoredTheme: () => {} }));

afterEach(() => vi.unstubAllGlobals());

test('[PU8] what the worker says to a page that is still loading is heeded once it is there', async () => {
  const serviceWorker = new EventTarget();
  vi.stubGlobal('navigator', { serviceWorker });
  vi.stubGlobal('document', { getElementById: () => ({}) });
  await import('../../pwa/main.tsx');
  const said = new MessageEvent('message', { data: { type: 'answer-call' } });
  serviceWorker.dispatchEvent(said);
  expect(heed).not.toHaveBeenCalled();
  gate.resolve();
  await vi.waitFor(() => expect(heed).toHaveBeenCalledExactlyOnceWith(said));
});
