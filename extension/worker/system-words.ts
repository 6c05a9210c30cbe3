import { en, type Words } from '#shared/ui/strings/en.ts';
import { moreEn } from '#shared/ui/strings/en-more.ts';
import { languageOf } from '#shared/ui/strings/languages.ts';
import { ru } from '#shared/ui/strings/ru.ts';
import { moreRu } from '#shared/ui/strings/ru-more.ts';

/** Words in the browser's language: what a person chose in Settings is kept where a worker cannot read it. */
export const systemWords = (): Words =>
  languageOf(navigator.languages) === 'ru' ? { ...ru, ...moreRu } : { ...en, ...moreEn };
