import type { BrowserPush } from '#shared/client/ports.ts';
import { browserPush, pushManagerOfPage } from '#shared/client/push/browser-push.ts';
import type { Language } from '#shared/ui/strings/languages.ts';
import { tellLanguage } from './told-language.ts';

/** The browser's push for this page, whose worker then speaks the language of the page. */
export const pagePush = (language: Language): BrowserPush => {
  const push = browserPush(pushManagerOfPage);
  return {
    ...push,
    subscribe: (key) => {
      tellLanguage(language).catch(() => {}); // then it speaks the browser's
      return push.subscribe(key);
    },
  };
};
