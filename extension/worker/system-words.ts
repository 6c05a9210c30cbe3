import { type MoreWords, moreEn } from '#shared/ui/strings/en-more.ts';
import { languageOf } from '#shared/ui/strings/languages.ts';
import { moreRu } from '#shared/ui/strings/ru-more.ts';

/** Words in the browser's language: what a person chose in Settings is kept where a worker cannot read it. */
export const systemWords = (): MoreWords => (languageOf(navigator.languages) === 'ru' ? moreRu : moreEn);
