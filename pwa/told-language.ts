import { LANGUAGES, type Language, languageOf } from '#shared/ui/strings/languages.ts';

// What a person chose is kept where a service worker cannot read it: the page leaves it in a cache.

const CACHE = 'language';
const ADDRESS = '/language';

export const tellLanguage = async (language: Language): Promise<void> =>
  (await caches.open(CACHE)).put(ADDRESS, new Response(language));

/** What a page has told last, else the browser's. */
export const toldLanguage = async (): Promise<Language> => {
  const told = await (await caches.match(ADDRESS, { cacheName: CACHE }))?.text();
  return told !== undefined && told in LANGUAGES ? (told as Language) : languageOf(navigator.languages);
};
