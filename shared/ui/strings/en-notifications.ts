/** Shown by the system, over other programs. */
export const notificationsEn = {
  message: (name: string) => `New message from ${name}`,
  missedCall: (name: string) => `Missed call from ${name}`,
  answeredElsewhere: (name: string) => `Call from ${name}: answered on another device`,
  declinedElsewhere: (name: string) => `Call from ${name}: declined on another device`,
  unbidden: 'Somebody who is not one of your contacts tried to call',
};

/** Whether a device rings while the app is closed. */
export const reachEn = {
  asking: 'Asking the browser whether it can ring while Tincan is closed…',
  reached: 'This device also rings while Tincan is closed.',
  unsupported:
    'This browser does not ring while Tincan is closed. On an iPhone or iPad it does once Tincan is on the home screen.',
  silent: 'The browser’s push service does not answer. This device rings only while Tincan is open.',
  refused: 'The browser refuses to ring while Tincan is closed. This device rings only while Tincan is open.',
  unknown: 'This relay does not use the push service of this browser. This device rings only while Tincan is open.',
  offline: 'The relay cannot be reached: whether this device rings while Tincan is closed is not known.',
};
