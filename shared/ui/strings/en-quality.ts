import type { Remedy, Trouble } from '#shared/core/quality/quality.ts';
import type { Bars } from '#shared/core/quality/score.ts';

const bars: Record<Bars, string> = { 4: 'good', 3: 'fair', 2: 'poor', 1: 'bad' };

const troubles: Record<Trouble['kind'], Record<Trouble['side'], (name: string) => string>> = {
  slow: {
    mine: () => 'Your connection is slow.',
    theirs: (name) => `${name}’s connection is slow.`,
    between: () => 'The connection is slow.',
  },
  busy: {
    mine: () => 'Your device is busy.',
    theirs: (name) => `${name}’s device is busy.`,
    between: () => 'A device is busy.',
  },
  gaps: {
    mine: () => 'What you say arrives with gaps.',
    theirs: (name) => `What ${name} says arrives with gaps.`,
    between: (name) => `What ${name} says arrives with gaps.`,
  },
  delay: {
    mine: () => 'There is a long delay.',
    theirs: () => 'There is a long delay.',
    between: (name) => `There is a long delay between you and ${name}.`,
  },
  'share-slow': {
    mine: (name) => `What ${name} shares has fewer frames: your connection is slow.`,
    theirs: (name) => `What ${name} shares has fewer frames: ${name}’s connection is slow.`,
    between: (name) => `What ${name} shares has fewer frames: the connection is slow.`,
  },
  'share-busy': {
    mine: (name) => `What ${name} shares loses frames: your device is busy.`,
    theirs: (name) => `What ${name} shares has fewer frames: ${name}’s device is busy.`,
    between: (name) => `What ${name} shares has fewer frames: a device is busy.`,
  },
  'share-gaps': {
    mine: () => 'What you share arrives with gaps.',
    theirs: (name) => `What ${name} shares arrives with gaps.`,
    between: (name) => `What ${name} shares arrives with gaps.`,
  },
};

const remedies: Record<Remedy, string> = {
  smaller: 'Your picture is sent smaller.',
  'no-picture': 'Your picture is not sent, so that you are heard.',
  'less-share': 'What you share is sent with fewer frames.',
  'less-of-both': 'Your picture is sent smaller, and what you share with fewer frames.',
};

/** How the connection of a call is. */
export const qualityEn = {
  quality: {
    bars,
    button: (bars: string) => `Connection: ${bars}. Details`,
    title: 'Connection',
    troubles,
    remedies,
    lowData: 'Use less data',
    lowDataWhy: 'You send at most 300 kbit/s in all: a small picture, a share with few frames, and less of its sound.',
    measuring: 'Measuring…',
    copy: 'Copy as JSON',
    copied: 'Copied',
    notCopied: 'The browser did not allow it',
    report: 'Save a report',
    reportHint:
      'A file with how the connection went, your browser and the version of Tincan; no addresses, names or messages. It is sent nowhere.',
    score: 'Sound, of 4.4',
    delay: 'There and back',
    jitter: 'Jitter',
    lostIn: 'Lost on the way to you',
    lostOut: 'Lost on the way from you',
    received: 'Received',
    sent: 'Sent',
    pictureIn: 'Picture to you',
    pictureOut: 'Picture from you',
    path: 'Path',
    direct: 'direct',
    relayed: 'through a TURN server',
    none: 'none',
    ms: (value: string) => `${value} ms`,
    kbps: (value: string) => `${value} kbit/s`,
    picture: (size: string, fps: string) => `${size}, ${fps} per second`,
  },
};

export type QualityWords = typeof qualityEn;
