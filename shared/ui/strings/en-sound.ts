/** One's own microphone: what is taken out of it. */
export const soundEn = {
  sound: {
    title: 'Sound and camera',
    settingsHint:
      'Choose microphone, loudspeaker and camera, and how much noise is taken out of your voice. The choice is kept on this device.',
    open: 'Try the microphone',
    opening: 'Opening the microphone…',
    suppression: 'Noise suppression',
    modes: { off: 'Off', minimal: 'Minimal', moderate: 'Moderate', aggressive: 'Aggressive' },
    does: {
      off: 'Everything is heard as it is. For music, or a very quiet room.',
      minimal: 'Softens noise by up to 12 dB and is gentle to your voice. Hardly any work for the device.',
      moderate:
        'Softens noise by up to 15 dB and keeps the full sound of your voice. Loads 1.2 MB before its first use.',
      aggressive:
        'Takes all it can, keyboards too. Your voice sounds duller: nothing above 8 kHz gets through. The most work for the device.',
    },
    voices: 'Other voices around you cannot be taken out.',
    byBrowser: 'Our noise suppression cannot run here just now. The browser’s own does what it can.',
    eased: (chosen: string, used: string) => `This device is too slow for “${chosen}” just now: “${used}” is used.`,
    level: 'Level of your microphone',
    gate: 'Silence gate',
    gateHint: 'Closes the microphone while it is softer than the mark.',
    threshold: 'Mark of the silence gate',
    decibels: (level: string) => `${level} dB`,
    gateOpen: 'Open: you are heard',
    gateClosed: 'Closed: silence is sent',
    analyse: 'Analyse the background',
    again: 'Analyse again',
    analysing: 'Do not speak for three seconds…',
    speech: 'Someone spoke. Try again while it is as quiet as it gets; other voices cannot be taken out.',
    unavailable: 'The background could not be analysed.',
    kinds: {
      quiet: 'It is quiet around you.',
      hum: 'There is a hum, as of the mains.',
      rumble: 'There is a low rumble, as of a fan or of traffic.',
      impulses: 'There are knocks or clicks, as of a keyboard.',
      broadband: 'There is a steady hiss.',
      mixed: 'There is some noise.',
    },
    suggests: (mode: string) => `“${mode}” suits it.`,
    use: 'Use this',
    used: 'This is what you use.',
    hints: {
      muted: 'You are talking, but you are muted.',
      silent: 'Your microphone is silent. It may be switched off, or it is the wrong one.',
      noisy: 'Your microphone picks up a lot of noise.',
    },
  },
};

export type SoundWords = typeof soundEn;
