import { LANGUAGES, type Language, languageOf } from '#shared/ui/strings/languages.ts';

// What a person chose is kept where a service worker cannot read it: the page leaves it in a cache.

const CACHE = 'language';
const ADDRESS = '/language';

export const tellLanguage = async (language: Language): Promise<void> =>
  (await caches.open(CACHE)).put(ADDRESS, new Response(language));

const told = async (): Promise<string | undefined> => (await caches.match(ADDRESS, { cacheName: CACHE }))?.text();

/** What a page has told last, else the browser's: also where the cache cannot be read, which is to cost no ring. */
export const toldLanguage = async (): Promise<Language> => {
  const language = await told().catch(() => undefined);
  return language !== undefined && language in LANGUAGES ? (language as Language) : languageOf(navigator.languages);
};
