import { createSignal } from 'solid-js';
import type { FirstWords, Words } from './en.ts';
import { type Language, loadFirstWords, loadWords } from './languages.ts';

// One for the page: what is loaded on demand waits for its words, wherever it stands.

const [spoken, setSpoken] = createSignal<FirstWords | Words>();
let language: Language = 'en';
let everything = false;
let arriving: Promise<void> = Promise.resolve();

const load = (): Promise<void> => {
  const [wanted, whole] = [language, everything];
  arriving = (whole ? loadWords(wanted) : loadFirstWords(wanted)).then((words) => {
    // Another language, or more of this one, may have been asked for meanwhile.
    if (wanted === language && whole === everything) setSpoken(words);
  });
  return arriving;
};

/** The words on the screen. Those of the first screens, until `allWords` was asked for. */
export { spoken };

/** Changes the language; the former one stays until the next has arrived, and where it cannot be had. */
export const speak = (wanted: Language): Promise<void> => {
  const former = language;
  language = wanted;
  return load().catch((error: unknown) => {
    if (language === wanted) {
      language = former;
      arriving = Promise.resolve();
    }
    throw error;
  });
};

/** Resolves when every word is there, which is before anything is shown that is loaded on demand. */
export const allWords = (): Promise<void> => {
  if (everything) return arriving;
  everything = true;
  return load().catch((error: unknown) => {
    everything = false;
    throw error;
  });
};
