import type { Measurement } from './measurement.ts';

/** The most that a picture is sent with. */
export interface Cap {
  /** Lines. */
  readonly height: number;
  readonly fps: number;
  readonly kbps: number;
}

export interface Caps {
  /** `off`: no picture is sent. */
  readonly camera: Cap | 'off';
  readonly share: Cap;
  /** Kilobits per second of the voice, which is sent whatever happens. */
  readonly voice: number;
  /** Of the sound of all shares together. */
  readonly sound: number;
}

const share = (fps: number, kbps: number): Cap => ({ height: 1080, fps, kbps });
const SOUND = { voice: 40, sound: 128 };

/**
 * First the share has fewer frames, then the camera fewer lines, then it is off; the voice stays (call-flow.md R35; sizes and
 * rates: audio.md §5).
 */
const STEPS: readonly Caps[] = [
  { camera: { height: 720, fps: 30, kbps: 1500 }, share: share(30, 2500), ...SOUND },
  { camera: { height: 720, fps: 30, kbps: 1200 }, share: share(15, 1200), ...SOUND },
  { camera: { height: 540, fps: 24, kbps: 800 }, share: share(5, 500), ...SOUND },
  { camera: { height: 360, fps: 24, kbps: 450 }, share: share(5, 400), ...SOUND },
  { camera: { height: 270, fps: 15, kbps: 220 }, share: share(5, 220), voice: 40, sound: 48 },
  { camera: { height: 180, fps: 15, kbps: 120 }, share: share(5, 150), voice: 32, sound: 48 },
  { camera: 'off', share: share(5, 100), voice: 24, sound: 32 },
];

/** Where a person who saves data begins. */
const LOW_DATA_STEP = 4;

/** The highest step there is. */
export const leastStep = (lowData: boolean): number => (lowData ? LOW_DATA_STEP : 0);

export const capsAt = (step: number): Caps => STEPS[step] as Caps;

const LAST = STEPS.length - 1;

/** `sounds`: how many shares have sound. */
export type Sending = { readonly camera: boolean; readonly share: boolean; readonly sounds: number };

const wanted = ({ camera, share }: Caps, sending: Sending): number =>
  (sending.camera && camera !== 'off' ? camera.kbps : 0) + (sending.share ? share.kbps : 0);

/** What a person who saves data sends in all, headers included, in kbit/s (RingRTC). */
export const LOW_DATA_KBPS = 300;
/** kbit/s of the headers of one line of sound: 50 packets a second, each with 58 bytes of IP, UDP and SRTP. */
export const SOUND_HEADERS = 23;
/** How much more a picture is with its headers: packets of about 1,100 bytes. */
export const PICTURE_HEADERS = 1.055;

/** How much of its caps each picture may take of a person who saves data: one has all of them, more share the room that is left. */
const frugality = (sending: Sending): number => {
  const caps = capsAt(LOW_DATA_STEP);
  const voice = caps.voice + SOUND_HEADERS;
  const sound = sending.sounds > 0 ? caps.sound + sending.sounds * SOUND_HEADERS : 0;
  const room = Math.max(0, LOW_DATA_KBPS - voice - sound) / PICTURE_HEADERS;
  return Math.min(1, room / Math.max(1, wanted(caps, sending)));
};

/** The same picture with that part of the rate, and as much less of its points. */
const times = (part: number, { height, fps, kbps }: Cap): Cap => ({
  height: Math.round(height * Math.sqrt(part)),
  fps,
  kbps: Math.floor(kbps * part),
});

/** What may be sent at this step. A share keeps its lines, which hold still. */
export const capsFor = (step: number, sending: Sending, lowData: boolean): Caps => {
  const caps = capsAt(step);
  const part = lowData ? frugality(sending) : 1;
  if (part === 1) return caps;
  const { camera, share } = caps;
  return {
    ...caps,
    camera: camera === 'off' ? camera : times(part, camera),
    share: { ...share, kbps: Math.floor(share.kbps * part) },
  };
};

/** Looks in a row that must be bad before the next step down. */
const BAD_LOOKS = 2;
/** Milliseconds that must be good before a step up; twice as many after each one that was too early, up to the most. */
const GOOD_MS = 10_000;
const MOST_GOOD_MS = 80_000;
/** A step up that fails within so long was too early. */
const EARLY_MS = 20_000;
/** Share of our packets that is lost, and milliseconds more than the least round trip, from which on less is sent. */
const LOSS = 0.05;
const DELAY_MS = 100;
/** Share of our packets that is lost, from which on no picture is sent: up to here the smallest one still moves. */
const PICTURE_LOSS = 0.2;

export interface Adaptation {
  readonly step: number;
  /** Of the last step down. */
  readonly because?: 'bandwidth' | 'cpu';
  readonly bad: number;
  /** Since when all is well. */
  readonly goodSince?: number;
  /** The last step up. */
  readonly roseAt?: number;
  readonly patience: number;
  readonly leastRtt: number;
}

export const startAdaptation = (lowData: boolean): Adaptation => ({
  step: leastStep(lowData),
  bad: 0,
  patience: GOOD_MS,
  leastRtt: Number.POSITIVE_INFINITY,
});

/** What comes goes another way from now on, which may be a longer one. */
export const onNewWay = (before: Adaptation): Adaptation => ({ ...before, leastRtt: Number.POSITIVE_INFINITY });

/** What the browser holds possible grows with what is sent: only together with its own complaint does it say anything. */
const isShort = ({ available, limited }: Measurement, caps: Caps, sending: Sending): boolean =>
  limited === 'bandwidth' && available !== undefined && available < wanted(caps, sending) / 2;

const isLate = ({ rtt }: Measurement, { leastRtt }: Adaptation): boolean => rtt > leastRtt + DELAY_MS;

/** Why less should be sent, or nothing. */
export const strainOf = (
  measurement: Measurement,
  adaptation: Adaptation,
  sending: Sending,
  lowData: boolean,
): 'bandwidth' | 'cpu' | undefined => {
  if (measurement.limited === 'cpu') return 'cpu';
  const lossy = measurement.lossOut > LOSS;
  const strained =
    lossy ||
    isLate(measurement, adaptation) ||
    isShort(measurement, capsFor(adaptation.step, sending, lowData), sending);
  return strained ? 'bandwidth' : undefined;
};

/** How far down a measurement may lead: loss alone leaves the smallest picture. */
const lowestFor = (measurement: Measurement, before: Adaptation, sending: Sending, lowData: boolean): number => {
  const { limited, lossOut } = measurement;
  const choked = isLate(measurement, before) || isShort(measurement, capsFor(before.step, sending, lowData), sending);
  return limited === 'cpu' || choked || lossOut > PICTURE_LOSS ? LAST : LAST - 1;
};

/** The next step that changes something of what is being sent; the same one where there is none. */
const below = (step: number, lowest: number, sending: Sending): number => {
  const now = wanted(capsAt(step), sending);
  for (let next = step + 1; next <= lowest; next++) {
    if (wanted(capsAt(next), sending) < now) return next;
  }
  return step;
};

/**
 * One look, at `now` (milliseconds): a step down after two bad ones, a step up after ten good seconds. Pictures come back by
 * the same way.
 */
export const adapt = (
  before: Adaptation,
  measurement: Measurement,
  sending: Sending,
  lowData: boolean,
  now: number,
): Adaptation => {
  const strain = strainOf(measurement, before, sending, lowData);
  const leastRtt = Math.min(before.leastRtt, measurement.rtt);
  if (strain) {
    const { goodSince: _, ...rest } = before;
    const bad = before.bad + 1;
    if (bad < BAD_LOOKS) return { ...rest, leastRtt, bad };
    const early = before.roseAt !== undefined && now - before.roseAt < EARLY_MS;
    const patience = early ? Math.min(before.patience * 2, MOST_GOOD_MS) : before.patience;
    const step = below(before.step, lowestFor(measurement, before, sending, lowData), sending);
    // What is late although no less can be sent is not late by our doing: the way is longer than it was.
    const longer = step === before.step && isLate(measurement, before);
    return { ...rest, leastRtt: longer ? measurement.rtt : leastRtt, bad: 0, step, because: strain, patience };
  }
  const goodSince = before.goodSince ?? now;
  if (before.step <= leastStep(lowData) || now - goodSince < before.patience)
    return { ...before, leastRtt, bad: 0, goodSince };
  return { ...before, leastRtt, bad: 0, goodSince: now, step: before.step - 1, roseAt: now };
};
