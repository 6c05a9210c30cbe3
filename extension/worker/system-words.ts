import type { Words } from '#shared/ui/strings/en.ts';
import { en } from '#shared/ui/strings/en.ts';
import { languageOf } from '#shared/ui/strings/languages.ts';
import { ru } from '#shared/ui/strings/ru.ts';

/** Words in the browser's language: what a person chose in Settings is kept where a worker cannot read it. */
export const systemWords = (): Words => (languageOf(navigator.languages) === 'ru' ? ru : en);
