/** Keys in a call. */
export const shortcutsEn = {
  shortcuts: {
    title: 'Keyboard shortcuts',
    here: {
      microphone: 'Mute or unmute',
      camera: 'Camera on or off',
      deafen: 'Deafen or undeafen',
      share: 'Share the screen, or stop',
      hangUp: 'Hang up',
      help: 'These shortcuts',
    },
    anywhere: 'In any window of this browser',
    commands: {
      answer: 'Answer',
      mute: 'Mute or unmute',
      'hang-up': 'Hang up, or decline',
      'share-tab': 'Share the tab in front',
    },
    unset: 'Those without keys are for you to set.',
    change: 'Change these keys',
  },
};

export type ShortcutWords = typeof shortcutsEn;
