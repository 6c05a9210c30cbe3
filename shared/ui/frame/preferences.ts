import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { LANGUAGES, type Language, languageOf } from '../strings/languages.ts';

export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** What a person chose for the look of this device. */
export interface Preferences {
  readonly language: Accessor<Language>;
  readonly setLanguage: (language: Language) => void;
  readonly theme: Accessor<Theme>;
  readonly setTheme: (theme: Theme) => void;
}

const LANGUAGE_KEY = 'tincan.language';
const THEME_KEY = 'tincan.theme';

// Storage that is blocked costs the choice, not the page.
const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const keep = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice lasts as long as the page.
  }
};

const storedTheme = (): Theme => THEMES.find((theme) => theme === stored(THEME_KEY)) ?? 'dark';
/** What was chosen on this device, else the browser's. */
export const storedLanguage = (): Language => {
  const choice = stored(LANGUAGE_KEY);
  return choice !== null && choice in LANGUAGES ? (choice as Language) : languageOf(navigator.languages);
};

const prefersLight = matchMedia('(prefers-color-scheme: light)');

const showTheme = (theme: Theme): void => {
  const shown = theme === 'system' ? (prefersLight.matches ? 'light' : 'dark') : theme;
  document.documentElement.dataset.theme = shown;
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--ground');
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
};

/** Before anything is rendered: the wrong theme must not flash. */
export const showStoredTheme = (): void => showTheme(storedTheme());

export const createPreferences = (): Preferences => {
  const [theme, setTheme] = createSignal(storedTheme());
  const [language, setLanguage] = createSignal(storedLanguage());
  createEffect(() => showTheme(theme()));
  createEffect(() => {
    document.documentElement.lang = language();
  });
  const onSystemChange = () => showTheme(theme());
  prefersLight.addEventListener('change', onSystemChange);
  onCleanup(() => prefersLight.removeEventListener('change', onSystemChange));
  return {
    language,
    setLanguage: (next) => {
      keep(LANGUAGE_KEY, next);
      setLanguage(next);
    },
    theme,
    setTheme: (next) => {
      keep(THEME_KEY, next);
      setTheme(next);
    },
  };
};
