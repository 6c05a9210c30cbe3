import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import type { QuietHours, RingChoices } from './ring-choices.ts';

export type RingManner = 'ring' | 'silent' | 'always';

/** How the calls of this person ring. */
export const mannerOf = ({ silent, always }: RingChoices, person: AccountId): RingManner => {
  if (silent.includes(person)) return 'silent';
  return always.includes(person) ? 'always' : 'ring';
};

export const withManner = (choices: RingChoices, person: AccountId, manner: RingManner): RingChoices => {
  const others = (people: readonly AccountId[]) => people.filter((one) => one !== person);
  const { silent, always, ...rest } = choices;
  return {
    ...rest,
    silent: manner === 'silent' ? [...others(silent), person] : others(silent),
    always: manner === 'always' ? [...others(always), person] : others(always),
  };
};

/** In the time zone of this device. */
const minuteOfDay = (now: Instant): number => {
  const time = new Date(now);
  return time.getHours() * 60 + time.getMinutes();
};

export const isQuietTime = ({ from, to }: QuietHours, now: Instant): boolean => {
  const minute = minuteOfDay(now);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
};

/** Whether a call of this person makes no sound now. */
export const isSilentRing = (choices: RingChoices, person: AccountId, now: Instant): boolean => {
  const manner = mannerOf(choices, person);
  if (manner !== 'ring') return manner === 'silent';
  return choices.quiet !== undefined && isQuietTime(choices.quiet, now);
};
