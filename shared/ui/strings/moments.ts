import type { Instant } from '#shared/protocol/ids.ts';
import type { FirstWords } from './en.ts';

const DAY = 24 * 60 * 60_000;

const startOfDay = (at: Instant): number => new Date(at).setHours(0, 0, 0, 0);

/** Whole days of the calendar between two moments, in the time zone of the device. */
export const daysBetween = (earlier: Instant, later: Instant): number =>
  // Rounded because a day with a change of the clocks has 23 or 25 hours.
  Math.round((startOfDay(later) - startOfDay(earlier)) / DAY);

/** Making one takes as long as formatting fifty moments with it. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatted = (at: Instant, { locale }: FirstWords, options: Intl.DateTimeFormatOptions): string => {
  const key = `${locale} ${Object.keys(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format.format(at);
};

export const clockTime = (at: Instant, words: FirstWords): string =>
  formatted(at, words, { hour: 'numeric', minute: '2-digit' });

/** At the end of a line in the list: the time today, the weekday within a week, else the date. */
export const shortMoment = (at: Instant, now: Instant, words: FirstWords): string => {
  const days = daysBetween(at, now);
  if (days <= 0) return clockTime(at, words);
  if (days < 7) return formatted(at, words, { weekday: 'short' });
  return formatted(at, words, { day: 'numeric', month: 'short' });
};

/** `3:05` or `1:02:07`. */
export const durationWords = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part: number): string => String(part).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** For how long messages live, in the largest unit that it is a whole number of: `7 days`. */
export const lifetimeWords = (seconds: number, words: FirstWords): string => {
  const [unit, length] = UNITS.find(([, size]) => seconds % size === 0) ?? ['second', 1];
  return new Intl.NumberFormat(words.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length);
};
