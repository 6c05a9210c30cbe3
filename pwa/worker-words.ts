import { type MoreWords, moreEn } from '#shared/ui/strings/en-more.ts';
import { moreRu } from '#shared/ui/strings/ru-more.ts';
import { toldLanguage } from './told-language.ts';

/** Of the service worker, which is one file and has the words of both languages. */
export const workerWords = async (): Promise<MoreWords> => ((await toldLanguage()) === 'ru' ? moreRu : moreEn);
