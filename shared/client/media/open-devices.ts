import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import { remembered } from '../remember.ts';

type Kind = 'audio' | 'video';

/** Opens one device. */
export type OpenDevice = (kind: Kind, constraints: MediaTrackConstraints) => Promise<Outcome<MediaStreamTrack>>;

interface Wish {
  readonly constraints: MediaTrackConstraints;
  readonly answer: (outcome: Promise<Outcome<MediaStreamTrack>>) => void;
}

/** A voice waits so long for a picture at most. Cameras of laptops take half a second and more to open. */
const QUICK_MS = 150;

/** Milliseconds that the camera of this device took the last time. */
const cameraMs = remembered('camera-ms', (kept) => (typeof kept === 'number' ? kept : Number.POSITIVE_INFINITY));

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

/** The same, noting how long the camera takes. */
const timed = async <Opened extends Outcome<unknown>>(opening: Promise<Opened>): Promise<Opened> => {
  const begun = performance.now();
  const outcome = await opening;
  if (outcome.ok) cameraMs.write(Math.round(performance.now() - begun));
  return outcome;
};

const openBoth = async (audio: Wish, video: Wish): Promise<void> => {
  const both = await timed(open({ audio: audio.constraints, video: video.constraints }));
  const take = (kind: Kind, { constraints, answer }: Wish): void => {
    const track = both.ok ? both.value.getTracks().find((one) => one.kind === kind) : undefined;
    answer(track ? Promise.resolve({ ok: true, value: track }) : openOne(kind, constraints));
  };
  take('audio', audio);
  take('video', video);
};

/** The voice first (call-flow.md R23): Chromium opens the camera when the microphone is there. */
const openVoiceFirst = (audio: Wish, video: Wish): void => {
  const voice = openOne('audio', audio.constraints);
  audio.answer(voice);
  const picture = openOne('video', video.constraints);
  void voice.then(() => timed(picture));
  video.answer(picture);
};

/** What the browser lets a page do with microphone and camera, where it is the same; nothing as long as it has not said so. */
const watchPermissions = (): (() => PermissionState | undefined) => {
  let seen: readonly PermissionStatus[] = [];
  const look = async (): Promise<void> => {
    const names = ['microphone', 'camera'] as const;
    seen = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
  };
  // A browser that tells nothing of its permissions.
  void look().catch(() => {});
  return () => (seen[0]?.state === seen[1]?.state ? seen[0]?.state : undefined);
};

/**
 * Microphone and camera that are asked for in the same turn are one question to the person, where it is one about both.
 * Where nothing is asked they are opened together as long as the camera of this device is quick, and by turns otherwise,
 * so that a voice waits neither for a camera nor for the word on one. Where both cannot be had, each is asked for by itself.
 */
export const createOpenDevice = (): OpenDevice => {
  const wishes = new Map<Kind, Wish>();
  const permission = watchPermissions();

  const areOne = (): boolean => {
    const now = permission();
    return now === 'granted' ? cameraMs.read() <= QUICK_MS : now !== undefined;
  };

  const ask = (): void => {
    const [audio, video] = [wishes.get('audio'), wishes.get('video')];
    wishes.clear();
    if (audio && video) return areOne() ? void openBoth(audio, video) : openVoiceFirst(audio, video);
    audio?.answer(openOne('audio', audio.constraints));
    video?.answer(timed(openOne('video', video.constraints)));
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
