/** “Can I be rung?” */
export const ringTestEn = {
  ringTest: {
    title: 'Can I be rung?',
    open: 'Can I be rung?',
    hint: 'Each of your devices is rung without a sound. A device whose app is closed can be reached by a push alone.',
    again: 'Test again',
    waiting: 'Waiting for an answer…',
    bySocket: (seconds: string) => `Open: answered in ${seconds}`,
    byPush: (seconds: string) => `By push: answered in ${seconds}`,
    reached: 'Tincan can ring here',
    fixes: {
      quiet: 'Quiet hours are on: calls make no sound there now. Change them in Settings, Ringing.',
      denied: 'Notifications are refused there. Allow them next to the address, or in the settings of the system.',
      'not-asked':
        'Tincan may not notify there yet. Open Settings, Notifications on that device and allow notifications.',
      'no-notifications':
        'This browser shows no notifications. On an iPhone or iPad, add Tincan to the home screen and open it from there.',
      'no-push':
        'This browser is not reached while Tincan is closed. On an iPhone or iPad it is once Tincan is on the home screen; elsewhere keep Tincan open.',
      'push-silent':
        'The browser’s push service does not answer there: keep Tincan open, or use another browser. Some browsers have a switch for push messages in their privacy settings.',
      'push-refused':
        'The browser refuses pushes there. Leave private browsing, or allow notifications once more; until then keep Tincan open.',
      'push-unknown':
        'This relay does not use the push service of that browser: keep Tincan open there, or ask whoever runs the relay.',
      closed: 'Tincan is closed there, and nothing wakes it. Open it on that device once and allow notifications.',
      'service-refuses': 'The push service no longer reaches that device. Open Tincan there once: it subscribes anew.',
      asleep:
        'The push was sent, and nothing came back: the device is off or offline, its browser is not running, or it saves power. Open Tincan there, and let the browser run in the background.',
      frozen: 'Tincan is open there and does not answer: the tab sleeps. Bring it to the front, or reload it.',
    },
  },
};
