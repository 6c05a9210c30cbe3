/** A call whose connection is troubled. */
export const holdEn = {
  hold: {
    reconnecting: 'Reconnecting',
    longReconnect: 'The connection is gone. Tincan keeps trying to get it back.',
    audioOnly: 'Switch to audio only',
    paused: 'Paused',
    pausedWhy: (name: string) => `${name}’s phone is locked, the microphone is paused`,
    left: (name: string) => `${name} left the page`,
    leftWhy: 'Waiting for them to come back',
    youLeft: 'The call goes on without you',
    backToCall: 'Back to the call',
    onDevice: (device: string) => `You are in a call on ${device}`,
    moveHere: 'Move the call here',
    moved: 'The call was moved to another device',
    lost: 'Connection lost',
    lostWhy: 'The connection was lost. Your microphone and camera are off until you resume the call.',
    noPathHere:
      'This device found no connection for the call. Resume it to try again, or move it back on the device it came from.',
    untold:
      'Your other device did not say whether your microphone and camera were on there. They stay off here until you turn them on.',
    resume: 'Resume call',
    returned: (name: string) => `${name} is back. Your microphone and camera are off until you resume the call.`,
  },
};

export type HoldWords = typeof holdEn;
