/** How often each side says that it is there, and after how long without a sound it is taken for gone (call-flow.md R32). */
export const BEAT_MS = 1_000;
export const SILENCE_MS = 3_000;
/** The same for a path of which nothing has been heard yet: SCTP asks again after one second, and after two more. */
export const UNHEARD_MS = 5_000;

/**
 * After so long without a frame, and without media where it was coming, another way is sought. Longer than a beat: whoever
 * mutes sends no media any more.
 */
export const QUIET_MS = 1_250;
const LOOK_MS = 250;

export interface Pulse {
  /** A frame came. */
  heard(): void;
}

export interface PulseOptions {
  readonly beat: () => void;
  /** Bytes of media received so far. */
  readonly mediaBytes: () => Promise<number>;
  /** Changes as long as media is played. */
  readonly playedAt: () => number;
  /** Media has stopped, and no frame has come for {@link QUIET_MS}. Said once, until something comes again. */
  readonly onQuiet: () => void;
  /** Neither frames nor media for {@link SILENCE_MS}. Said once, until something is heard again. */
  readonly onSilent: () => void;
  /** Nothing at all, from the beginning, for {@link UNHEARD_MS}. Said once. */
  readonly onUnheard: () => void;
  readonly lifetime: AbortSignal;
  readonly now: () => number;
}

/** Starts at once; for a path that is connected. Media counts as a sign of life: a busy page sends its beats late. */
export const startPulse = (options: PulseOptions): Pulse => {
  const { beat, mediaBytes, playedAt, onQuiet, onSilent, onUnheard, lifetime, now } = options;
  let ever = false;
  let heardAt = now();
  let bytesBefore: number | undefined;
  let silent = false;

  const heard = (): void => {
    ever = true;
    heardAt = now();
    bytesBefore = undefined;
    silent = false;
  };

  const check = async (): Promise<void> => {
    const since = heardAt;
    const patience = ever ? SILENCE_MS : UNHEARD_MS;
    if (silent || now() - since < patience - BEAT_MS) return;
    const bytes = await mediaBytes();
    if (lifetime.aborted || heardAt !== since) return;
    if (bytesBefore === undefined) bytesBefore = bytes;
    else if (bytes > bytesBefore) heard();
    else if (now() - since >= patience) {
      silent = true;
      if (ever) onSilent();
      else onUnheard();
    }
  };

  let played = playedAt();
  /** When media came last; missing where a frame has come since: then it has been stopped, or the path is well. */
  let flowedAt: number | undefined;

  const look = (): void => {
    const newest = playedAt();
    if (newest !== played) flowedAt = now();
    else if (flowedAt !== undefined && now() - flowedAt >= QUIET_MS) {
      flowedAt = undefined;
      onQuiet();
    }
    played = newest;
  };

  const timers = [
    setInterval(() => {
      beat();
      void check();
    }, BEAT_MS),
    setInterval(look, LOOK_MS),
  ];
  lifetime.addEventListener('abort', () => timers.forEach(clearInterval));
  return {
    heard: () => {
      heard();
      flowedAt = undefined;
    },
  };
};

export const mediaBytes = async (pc: RTCPeerConnection): Promise<number> => {
  let bytes = 0;
  for (const report of (await pc.getStats()).values())
    if (report.type === 'inbound-rtp') bytes += report.bytesReceived ?? 0;
  return bytes;
};

/** When a packet of sound or a frame of a picture was last played, on any clock. */
export const playedAt = (pc: RTCPeerConnection): number =>
  Math.max(
    0,
    ...pc.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources().map(({ timestamp }) => timestamp)),
  );
