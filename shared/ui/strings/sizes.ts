import type { FirstWords } from './en.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A number of bytes as people say it: `340 kB`, `2.4 MB`. */
export const sizeWords = (bytes: number, words: Pick<FirstWords, 'locale'>): string => {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1000)));
  const value = bytes / 1000 ** power;
  const unit = UNITS[power] ?? 'byte';
  const maximumFractionDigits = value < 10 && power > 1 ? 1 : 0;
  return new Intl.NumberFormat(words.locale, { style: 'unit', unit, maximumFractionDigits }).format(value);
};

export const shareWords = (part: number, whole: number, words: FirstWords): string =>
  new Intl.NumberFormat(words.locale, { style: 'percent' }).format(whole > 0 ? part / whole : 0);
