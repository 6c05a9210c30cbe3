import { afterEach, expect, test, vi } from 'vitest';
import { newMind } from '#shared/core/mind.ts';
import { createFakeClient } from '#tests/fakes/fake-client.ts';
import { pageHost } from '../../pwa/page-host.ts';
import { toldLanguage } from '../../pwa/told-language.ts';
import { stubCaches } from './stub-caches.ts';

afterEach(() => vi.unstubAllGlobals());

test('[PU8] the worker speaks the language that the person has chosen last, and the browser’s before', async () => {
  stubCaches();
  vi.stubGlobal('navigator', { languages: ['en-GB'] });
  vi.stubGlobal('location', { origin: 'https://relay.test' });
  expect(await toldLanguage()).toBe('en');
  pageHost(createFakeClient(newMind(false).app)).speaks?.('ru');
  await vi.waitFor(async () => expect(await toldLanguage()).toBe('ru'));
});
