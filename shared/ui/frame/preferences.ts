import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { remembered } from '#shared/client/remember.ts';
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

const storedTheme = remembered('theme', (kept) => THEMES.find((theme) => theme === kept) ?? 'dark');

/** What was chosen on this device, else the browser's. */
const chosenLanguage = remembered('language', (kept) =>
  typeof kept === 'string' && kept in LANGUAGES ? (kept as Language) : languageOf(navigator.languages),
);
export const storedLanguage = chosenLanguage.read;

const prefersLight = matchMedia('(prefers-color-scheme: light)');

const showTheme = (theme: Theme): void => {
  const shown = theme === 'system' ? (prefersLight.matches ? 'light' : 'dark') : theme;
  document.documentElement.dataset.theme = shown;
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--ground');
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
};

/** Before anything is rendered: the wrong theme must not flash. */
export const showStoredTheme = (): void => showTheme(storedTheme.read());

export const createPreferences = (): Preferences => {
  const [theme, setTheme] = createSignal(storedTheme.read());
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
      chosenLanguage.write(next);
      setLanguage(next);
    },
    theme,
    setTheme: (next) => {
      storedTheme.write(next);
      setTheme(next);
    },
  };
};
