import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';

const SPEEDS = [1, 1.5, 2] as const;
/** Later than any recording: looking for it makes the browser find the end of one that does not tell its length. */
const BEYOND_SECONDS = 1e7;

interface Playable {
  /** Of the recording, once this device has it. */
  readonly address: Accessor<string | undefined>;
  /** Of the recording, in seconds. */
  readonly length: Accessor<number>;
  fetch(): Promise<unknown>;
}

export interface Playback {
  readonly playing: Accessor<boolean>;
  /** In seconds. */
  readonly position: Accessor<number>;
  readonly speed: Accessor<number>;
  /** Fetches what is not there yet, and plays it then. */
  toggle(): Promise<void>;
  seek(seconds: number): void;
  faster(): void;
}

/** The sound of a recording. It ends with its owner: whoever leaves would find nothing to stop it with. */
export const createPlayback = ({ address, length, fetch }: Playable): Playback => {
  const [playing, setPlaying] = createSignal(false);
  const [position, setPosition] = createSignal(0);
  const [speed, setSpeed] = createSignal<number>(SPEEDS[0]);
  const audio = new Audio();
  let wanted = false;
  let gone = false;

  const play = async (): Promise<void> => {
    if (gone) return;
    audio.playbackRate = speed();
    await audio.play().catch(() => setPlaying(false));
  };
  /** Recorders of browsers write no length. */
  const findEnd = () =>
    new Promise<void>((resolve) => {
      if (Number.isFinite(audio.duration)) return resolve();
      audio.addEventListener('durationchange', () => Number.isFinite(audio.duration) && resolve());
      audio.currentTime = BEYOND_SECONDS;
    });
  audio.addEventListener('play', () => setPlaying(true));
  audio.addEventListener('pause', () => setPlaying(false));
  audio.addEventListener('timeupdate', () => audio.currentTime <= length() + 1 && setPosition(audio.currentTime));
  audio.addEventListener('ended', () => {
    audio.currentTime = 0;
    setPosition(0);
  });
  createEffect(
    on(address, (address) => {
      if (!address) return audio.pause();
      audio.addEventListener(
        'loadedmetadata',
        async () => {
          await findEnd();
          audio.currentTime = position();
          if (wanted) await play();
        },
        { once: true },
      );
      audio.src = address;
    }),
  );
  onCleanup(() => {
    gone = true;
    audio.pause();
  });

  return {
    playing,
    position,
    speed,
    toggle: async () => {
      if (playing()) return audio.pause();
      if (address()) return play();
      wanted = true;
      await fetch();
    },
    seek: (seconds) => {
      setPosition(seconds);
      if (address()) audio.currentTime = seconds;
    },
    faster: () => {
      const next = SPEEDS[(SPEEDS.indexOf(speed() as (typeof SPEEDS)[number]) + 1) % SPEEDS.length] ?? 1;
      setSpeed(next);
      audio.playbackRate = next;
    },
  };
};
