import type { Words } from './en.ts';

export const LANGUAGES = { en: 'English', ru: 'Русский' } as const;
export type Language = keyof typeof LANGUAGES;

/** Only the language in use is loaded. */
export const loadWords = async (language: Language): Promise<Words> =>
  language === 'ru' ? (await import('./ru.ts')).ru : (await import('./en.ts')).en;

/** The first language of the browser that has words here. */
export const languageOf = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === 'ru' || language === 'en') return language;
  }
  return 'en';
};
