// Who speaks, as the screen shows it (call-flow.md R36).

/** A look at how loud somebody is, often enough that they are seen to speak within 200 ms. */
export const SPEAKING_LOOK_MS = 100;
/** Who has paused for so long has stopped. */
const STOPPED_MS = 3_000;
/** Of full scale, -40 dBFS: what is left of a room after suppression is softer, and so is comfort noise. */
const VOICE = 0.01;

/** When somebody was heard last, by a clock in milliseconds. `level` is 0 to 1, missing where nothing arrives. */
export const lastHeard = (before: number | undefined, level: number | undefined, now: number): number | undefined =>
  level !== undefined && level >= VOICE ? now : before;

export const isSpeaking = (heard: number | undefined, now: number): boolean =>
  heard !== undefined && now - heard < STOPPED_MS;
