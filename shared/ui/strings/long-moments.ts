import type { Instant } from '#shared/protocol/ids.ts';
import type { FirstWords } from './en.ts';
import { daysBetween } from './moments.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const sameDay = (a: Instant, b: Instant): boolean => daysBetween(a, b) === 0;

const date = (at: Instant, now: Instant, words: FirstWords): string =>
  new Date(at).toLocaleDateString(words.locale, {
    day: 'numeric',
    month: 'long',
    ...(new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' }),
  });

/** The heading over the messages of a day. */
export const dayWords = (at: Instant, now: Instant, words: FirstWords): string => {
  const days = daysBetween(at, now);
  if (days === 0) return words.chat.today;
  return days === 1 ? words.chat.yesterday : date(at, now, words);
};

export const agoWords = (at: Instant, now: Instant, words: FirstWords): string => {
  const ago = now - at;
  if (ago < MINUTE) return words.presence.justNow;
  if (ago < HOUR) return words.presence.minutesAgo(Math.floor(ago / MINUTE));
  if (ago < 12 * HOUR) return words.presence.hoursAgo(Math.floor(ago / HOUR));
  return words.presence.onDay(date(at, now, words));
};

/** A day as it is said within a sentence. */
export const onDayWords = (at: Instant, words: FirstWords): string =>
  new Date(at).toLocaleDateString(words.locale, { dateStyle: 'long' });
