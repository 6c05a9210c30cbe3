import type { Verdict, Way } from '#shared/core/network/verdict.ts';

const ways: Record<Way, string> = { works: 'Works', fails: 'Does not get through', absent: 'This relay has none' };
const verdicts: Record<Verdict, string> = {
  anywhere: 'Calls find their way from this network.',
  slow: 'Calls find their way, but only by TCP: sound and picture may stutter.',
  some: 'Calls work with most networks. Where the other one is strict there is nothing that passes the call on.',
  nowhere: 'From here, calls work only with people in the same network.',
};

/** Trying everything before a call. */
export const checkEn = {
  check: {
    title: 'Check sound, picture and network',
    offer: 'Before your first call: does everything work?',
    begin: 'Check now',
    notNow: 'Not now',
    settingsHint: 'Try your microphone, loudspeaker, camera and network before a call.',
    skip: 'Done',
    hearMe: 'Record six seconds',
    hearMeHint: 'Speak, and hear yourself as others hear you. The recording stays in this window.',
    recording: 'Speak now…',
    playing: 'This is how you sound.',
    tone: 'Play a test sound',
    toneHint: 'You should hear three notes.',
    show: 'Show my picture',
    hide: 'Turn camera off',
    preview: 'Your picture',
    network: 'Network',
    trying: 'Trying the network…',
    again: 'Try the network again',
    relay: 'Way to the relay and back',
    ms: (ms: number) => `${ms} ms`,
    stun: 'Direct way out (STUN)',
    turnUdp: 'Passed on by the relay (TURN, UDP)',
    turnTcp: 'Passed on by the relay (TURN, TCP)',
    ways,
    verdicts,
  },
};

export type CheckWords = typeof checkEn;
