import type { FirstWords, Words } from './en.ts';

export const LANGUAGES = { en: 'English', ru: 'Русский' } as const;
export type Language = keyof typeof LANGUAGES;

const brought = new Map<Language, FirstWords>();

/** Words that a page has in its own code. */
export const bringWords = (language: Language, words: FirstWords): void => void brought.set(language, words);

/** Only the language in use is loaded, and of it first what the first screens say. */
export const loadFirstWords = async (language: Language): Promise<FirstWords> =>
  brought.get(language) ?? (language === 'ru' ? (await import('./ru.ts')).ru : (await import('./en.ts')).en);

export const loadWords = async (language: Language): Promise<Words> => {
  const more = async () =>
    language === 'ru' ? (await import('./ru-more.ts')).moreRu : (await import('./en-more.ts')).moreEn;
  const [first, rest] = await Promise.all([loadFirstWords(language), more()]);
  return { ...first, ...rest };
};

/** The first language of the browser that has words here. */
export const languageOf = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === 'ru' || language === 'en') return language;
  }
  return 'en';
};
