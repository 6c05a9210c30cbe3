/** A call whose connection is troubled. */
export const holdEn = {
  hold: {
    paused: 'Paused',
    pausedWhy: (name: string) => `${name}’s phone is locked, the microphone is paused`,
    lost: 'Connection lost',
    lostWhy: 'The connection was lost. Your microphone and camera are off until you resume the call.',
    resume: 'Resume call',
    returned: (name: string) => `${name} is back. Your microphone and camera are off until you resume the call.`,
  },
};

export type HoldWords = typeof holdEn;
