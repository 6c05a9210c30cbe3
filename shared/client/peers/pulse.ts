/** How often each side says that it is there, and after how long without a sound it is taken for gone (call-flow.md R32). */
export const BEAT_MS = 1_000;
export const SILENCE_MS = 3_000;
/** The same for a path of which nothing has been heard yet: SCTP asks again after one second, and after two more. */
export const UNHEARD_MS = 5_000;

export interface Pulse {
  /** A frame came. */
  heard(): void;
}

export interface PulseOptions {
  readonly beat: () => void;
  /** Bytes of media received so far. */
  readonly mediaBytes: () => Promise<number>;
  /** Neither frames nor media for {@link SILENCE_MS}. Said once, until something is heard again. */
  readonly onSilent: () => void;
  /** Nothing at all, from the beginning, for {@link UNHEARD_MS}. Said once. */
  readonly onUnheard: () => void;
  readonly lifetime: AbortSignal;
  readonly now: () => number;
}

/** Starts at once; for a path that is connected. Media counts as a sign of life: a busy page sends its beats late. */
export const startPulse = ({ beat, mediaBytes, onSilent, onUnheard, lifetime, now }: PulseOptions): Pulse => {
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

  const timer = setInterval(() => {
    beat();
    void check();
  }, BEAT_MS);
  lifetime.addEventListener('abort', () => clearInterval(timer));
  return { heard };
};

export const mediaBytes = async (pc: RTCPeerConnection): Promise<number> => {
  let bytes = 0;
  for (const report of (await pc.getStats()).values())
    if (report.type === 'inbound-rtp') bytes += report.bytesReceived ?? 0;
  return bytes;
};
