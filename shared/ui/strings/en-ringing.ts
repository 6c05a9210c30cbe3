import { pluralIn } from './plural.ts';

const plural = pluralIn('en');

/** How calls ring, for whom, and when. */
export const ringingEn = {
  ringing: {
    title: 'Ringing',
    quietHours: 'Quiet hours',
    quietHoursHint: 'Calls are shown without a sound, but for people who always ring. By the clock of each device.',
    from: 'From',
    to: 'To',
    time: 'Calls ring for',
    timeHint:
      'After that the caller is told that nobody answered. A closed phone takes some seconds to wake: less than 45 can be too short for it.',
    usualTime: (seconds: number) => `As on this relay (${seconds} s)`,
    seconds: (seconds: number) => `${seconds} s`,
    waiting: 'Calls during a call',
    waitingHint:
      'You are told who calls while you are in a call, and can switch. Off: they hear that you are in another call.',
    of: (name: string) => `How ${name} rings`,
    open: 'Ringing',
    manner: 'Calls from this person',
    manners: { ring: 'Ring', silent: 'Silent', always: 'Always ring' },
    mannerHint:
      'Silent calls are shown without a sound, and missed ones stay in the list. Whoever always rings does so in quiet hours, too.',
    atDevices: (reached: string, count: number) => `${reached}: ${plural(count, { one: 'device', other: 'devices' })}`,
    switch: 'Switch',
    switchTo: (name: string) => `Hang up and answer ${name}`,
    declineWaiting: (name: string) => `Decline the call of ${name}`,
  },
};
