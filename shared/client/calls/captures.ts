import type { StreamId } from '#shared/core/call/call.ts';
import type { CaptureDevice } from '#shared/core/call/effects.ts';
import { targetOf } from '#shared/core/media/own-devices.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import type { Calling } from '../ports.ts';
import type { Treatment } from '../sound/port.ts';

type CaptureTools = Pick<Calling, 'media' | 'sound' | 'devices'>;

export interface CapturesOptions {
  readonly calling: () => Promise<CaptureTools>;
  /** The same, where it is there already. */
  readonly ready: () => CaptureTools | undefined;
  readonly hold: (stream: MediaStream) => StreamId;
  /** What is to be sent now; `undefined` for nothing of that kind. */
  readonly onTrack: (device: CaptureDevice, track: MediaStreamTrack | undefined) => void;
  readonly onStarted: (call: CallId, device: CaptureDevice, stream: StreamId | undefined) => void;
  /** The system lets nothing through. */
  readonly onSilenced: (call: CallId, device: CaptureDevice) => void;
  readonly onFailed: (call: CallId, device: CaptureDevice, reason: Reason) => void;
  /** There may be one to be had where there was none. */
  readonly onFound: (call: CallId, device: CaptureDevice) => void;
}

/**
 * Microphone and camera of the call. A muted microphone stays open, so that it speaks again at once; a camera that is
 * off is let go, so that its light goes out. Where another one is to be used, or the one in use is unplugged, the other
 * takes its place, and whoever is muted stays so.
 */
export interface Captures {
  start(call: CallId, device: CaptureDevice): void;
  stop(device: CaptureDevice): void;
  track(device: CaptureDevice): MediaStreamTrack | undefined;
  /** Says which of them the system has silenced. */
  look(call: CallId): void;
  end(): void;
}

interface Capture {
  readonly wanted: boolean;
  readonly call?: CallId;
  readonly track?: MediaStreamTrack;
  /** The device that should be in use was this one when the track was asked for. */
  readonly target?: string;
  /** Of a microphone. */
  readonly treatment?: Treatment;
  /** What is sent in place of the track. */
  readonly treated?: MediaStreamTrack;
  /** It could not be had. */
  readonly missed?: true;
}

/**
 * So long the first microphone of a call is sent as it is: what treats it starts on the same cores as the first pictures,
 * which came 20 to 30 ms later (measured, November 2026).
 */
const SETTLED_MS = 400;

const DEVICES = ['microphone', 'camera'] as const satisfies readonly CaptureDevice[];

export const createCaptures = ({
  calling,
  ready,
  hold,
  onTrack,
  onStarted,
  onSilenced,
  onFailed,
  onFound,
}: CapturesOptions): Captures => {
  const captures: Record<CaptureDevice, Capture> = { microphone: { wanted: false }, camera: { wanted: false } };
  let unfollow: (() => void) | undefined;
  let treatedIn: CallId | undefined;

  const ask = async (device: CaptureDevice): Promise<Outcome<MediaStreamTrack>> => {
    try {
      // Nothing is waited for between the click on answer and the devices: what is shown of it would come first.
      const { microphone, camera } = (ready() ?? (await calling())).media;
      return await (device === 'microphone' ? microphone() : camera());
    } catch {
      // The code that captures could not be loaded.
      return failed('offline');
    }
  };

  const begin = (call: CallId, device: CaptureDevice, track: MediaStreamTrack): void => {
    onTrack(device, captures[device].treated ?? track);
    captures[device].treatment?.mute(false);
    const stream = device === 'camera' ? hold(new MediaStream([track])) : undefined;
    // What came along with it is sent before either is shown.
    queueMicrotask(() => onStarted(call, device, stream));
  };

  /** What comes of it is sent as soon as it is there: the first word does not wait for it. */
  const treat = async (call: CallId, track: MediaStreamTrack): Promise<void> => {
    if (treatedIn !== call) await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    treatedIn = call;
    const { sound } = await calling();
    if (captures.microphone.track !== track) return;
    const treatment = sound.treat(track, (treated) => {
      if (captures.microphone.track !== track) return;
      captures.microphone = { ...captures.microphone, treated };
      if (captures.microphone.wanted) onTrack('microphone', treated);
    });
    treatment.mute(!captures.microphone.wanted);
    captures.microphone = { ...captures.microphone, treatment };
  };

  const letGo = (device: CaptureDevice): void => {
    captures[device].treatment?.end();
    captures[device].track?.stop();
    captures[device] = { wanted: false };
  };

  /** In the place of whatever there was. */
  const take = (call: CallId, device: CaptureDevice, track: MediaStreamTrack, capture: Capture): void => {
    letGo(device);
    captures[device] = { ...capture, call, track };
    watch(call, device, track);
    if (capture.wanted) begin(call, device, track);
    if (device === 'microphone') void treat(call, track);
    if (capture.target === undefined) void aim(device, track);
  };

  const fail = (call: CallId, device: CaptureDevice, reason: Reason): void => {
    letGo(device);
    captures[device] = { wanted: false, call, missed: true };
    onTrack(device, undefined);
    onFailed(call, device, reason);
  };

  const watch = (call: CallId, device: CaptureDevice, track: MediaStreamTrack): void => {
    track.addEventListener('mute', () => {
      if (captures[device].track === track) onSilenced(call, device);
    });
    track.addEventListener('ended', () => {
      if (captures[device].track === track) replace(call, device, track);
    });
  };

  /** The track has ended by itself, and another device may be there; who is muted waits for it until they speak. */
  const replace = (call: CallId, device: CaptureDevice, { label }: MediaStreamTrack): void => {
    const { wanted } = captures[device];
    letGo(device);
    onTrack(device, undefined);
    if (wanted) void open(call, device);
    void calling().then(({ devices }) => devices.unplugged(device, label));
  };

  const open = async (call: CallId, device: CaptureDevice): Promise<void> => {
    const capture: Capture = { wanted: true, call };
    captures[device] = capture;
    void follow();
    const outcome = await ask(device);
    const stale = captures[device] !== capture;
    if (outcome.ok && stale) return outcome.value.stop();
    if (stale) return;
    if (outcome.ok) take(call, device, outcome.value, { wanted: true });
    else fail(call, device, outcome.reason);
  };

  /** The names of devices are told once one of them is open: only now it is known which one should be. */
  const aim = async (device: CaptureDevice, track: MediaStreamTrack): Promise<void> => {
    const { devices } = await calling();
    await devices.look();
    if (captures[device].track !== track) return;
    captures[device] = { ...captures[device], target: targetOf(devices.state(), device) };
  };

  const follow = async (): Promise<void> => {
    const loaded = await calling().catch(() => undefined);
    unfollow ??= loaded?.devices.subscribe((state) => {
      for (const device of DEVICES) {
        const { call, missed, target } = captures[device];
        if (call === undefined) continue;
        const now = targetOf(state, device);
        if (missed) onFound(call, device);
        else if (target !== undefined && target !== now) void move(call, device, now);
      }
    });
  };

  /** Another device should be in use from now on. */
  const move = async (call: CallId, device: CaptureDevice, target: string): Promise<void> => {
    const { track } = captures[device];
    captures[device] = { ...captures[device], target };
    // Few phones open two cameras at once.
    if (device === 'camera') track?.stop();
    const outcome = await ask(device);
    const { track: current, target: newest, wanted } = captures[device];
    const stale = current !== track || newest !== target;
    if (outcome.ok) return stale ? outcome.value.stop() : take(call, device, outcome.value, { wanted, target });
    // A microphone that is open speaks on.
    if (!stale && track?.readyState !== 'live') fail(call, device, outcome.reason);
  };

  const start = (call: CallId, device: CaptureDevice): void => {
    const { track } = captures[device];
    // One that the system has silenced is not waited for.
    if (track?.readyState !== 'live' || track.muted) {
      letGo(device);
      return void open(call, device);
    }
    captures[device] = { ...captures[device], wanted: true };
    begin(call, device, track);
  };

  const stop = (device: CaptureDevice): void => {
    onTrack(device, undefined);
    if (device === 'camera' || !captures.microphone.track) return letGo(device);
    captures.microphone.treatment?.mute(true);
    captures.microphone = { ...captures.microphone, wanted: false };
  };

  return {
    start,
    stop,
    look: (call) => {
      for (const device of DEVICES) if (captures[device].track?.muted) onSilenced(call, device);
    },
    track: (device) => {
      const { wanted, track, treated } = captures[device];
      return wanted ? (treated ?? track) : undefined;
    },
    end: () => {
      unfollow?.();
      unfollow = undefined;
      for (const device of DEVICES) {
        onTrack(device, undefined);
        letGo(device);
      }
    },
  };
};
