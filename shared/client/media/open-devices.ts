import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';

type Kind = 'audio' | 'video';

/** Opens one device. */
export type OpenDevice = (kind: Kind, constraints: MediaTrackConstraints) => Promise<Outcome<MediaStreamTrack>>;

interface Wish {
  readonly constraints: MediaTrackConstraints;
  readonly answer: (outcome: Promise<Outcome<MediaStreamTrack>>) => void;
}

const reasonOf = (error: unknown): Reason => {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'device_denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'device_missing';
    default:
      return 'device_busy';
  }
};

const open = async (constraints: MediaStreamConstraints): Promise<Outcome<MediaStream>> => {
  // Missing where the page was not loaded over https or from localhost.
  if (!navigator.mediaDevices) return failed('device_denied');
  try {
    return { ok: true, value: await navigator.mediaDevices.getUserMedia(constraints) };
  } catch (error) {
    return failed(reasonOf(error));
  }
};

const openOne: OpenDevice = async (kind, constraints) => {
  const outcome = await open({ [kind]: constraints });
  if (!outcome.ok) return outcome;
  const [track] = outcome.value.getTracks();
  return track ? { ok: true, value: track } : failed('device_missing');
};

const openBoth = async (audio: Wish, video: Wish): Promise<void> => {
  const both = await open({ audio: audio.constraints, video: video.constraints });
  const take = (kind: Kind, { constraints, answer }: Wish): void => {
    const track = both.ok ? both.value.getTracks().find((one) => one.kind === kind) : undefined;
    answer(track ? Promise.resolve({ ok: true, value: track }) : openOne(kind, constraints));
  };
  take('audio', audio);
  take('video', video);
};

/** Whether the person is asked about both or about neither; false as long as the browser has not said so. */
const watchPermissions = (): (() => boolean) => {
  let seen: readonly PermissionStatus[] = [];
  const look = async (): Promise<void> => {
    const names = ['microphone', 'camera'] as const;
    seen = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
  };
  // A browser that tells nothing of its permissions.
  void look().catch(() => {});
  return () => seen[0] !== undefined && seen[0].state === seen[1]?.state;
};

/**
 * Microphone and camera that are asked for in the same turn are one question to the person, and are opened at the same
 * time: asked one by one, Chromium opens the second when the first is there. Where both cannot be had, each is asked for
 * by itself; and where one of them is allowed already, so that a voice does not wait for the word on a camera.
 */
export const createOpenDevice = (): OpenDevice => {
  const wishes = new Map<Kind, Wish>();
  const areAlike = watchPermissions();

  const ask = (): void => {
    const [audio, video] = [wishes.get('audio'), wishes.get('video')];
    wishes.clear();
    if (audio && video && areAlike()) return void openBoth(audio, video);
    audio?.answer(openOne('audio', audio.constraints));
    video?.answer(openOne('video', video.constraints));
  };

  return (kind, constraints) => {
    // What is asked for twice in one turn is not one of two.
    if (wishes.has(kind)) return openOne(kind, constraints);
    return new Promise((answer) => {
      wishes.set(kind, { constraints, answer });
      if (wishes.size === 1) queueMicrotask(ask);
      else ask();
    });
  };
};
