import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type CapturesOptions, createCaptures } from '#shared/client/calls/captures.ts';
import type { CaptureDevice } from '#shared/core/call/effects.ts';
import { choose, listed, noDevices } from '#shared/core/media/own-devices.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import { FakeTrack } from '#tests/fakes/fake-calling.ts';

const DEVICES: readonly CaptureDevice[] = ['microphone', 'camera'];
const kindOf = (device: CaptureDevice) => (device === 'microphone' ? 'audio' : 'video');
const asTrack = (track: FakeTrack): MediaStreamTrack => track as unknown as MediaStreamTrack;

interface FakeTreatment {
  readonly raw: MediaStreamTrack;
  readonly send: (track: MediaStreamTrack) => void;
  cleaned?: MediaStreamTrack;
  ended: boolean;
}

/** Devices that open when the test says so, and all that was made of them. */
const studio = () => {
  const opened: FakeTrack[] = [];
  const asked: { readonly device: CaptureDevice; readonly answer: (outcome: Outcome<MediaStreamTrack>) => void }[] = [];
  const treatments: FakeTreatment[] = [];
  const sent = new Map<CaptureDevice, MediaStreamTrack | undefined>();
  const listeners = new Set<Parameters<Calling['devices']['subscribe']>[0]>();
  const lists = {
    microphone: [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ],
    loudspeaker: [],
    camera: [],
  };
  let state = listed(noDevices({}), { lists: { ...lists, camera: lists.microphone }, system: {} });
  const open = (device: CaptureDevice) => () =>
    new Promise<Outcome<MediaStreamTrack>>((answer) => asked.push({ device, answer }));
  const calling = {
    media: { microphone: open('microphone'), camera: open('camera') },
    sound: {
      treat: (raw: MediaStreamTrack, send: (track: MediaStreamTrack) => void) => {
        const treatment: FakeTreatment = { raw, send, ended: false };
        treatments.push(treatment);
        return {
          mute: () => {},
          end: () => {
            treatment.ended = true;
            treatment.cleaned?.stop();
          },
        };
      },
    },
    devices: {
      state: () => state,
      look: async () => {},
      unplugged: () => {},
      subscribe: (listener: (now: typeof state) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  } as unknown as Calling;
  const captures = createCaptures({
    calling: async () => calling,
    ready: () => calling,
    hold: () => 'a stream',
    onTrack: (device, track) => void sent.set(device, track),
    onStarted: () => {},
    onSilenced: () => {},
    onFailed: () => {},
    onFound: () => {},
  });
  const answer = (well: boolean): void => {
    const next = asked.shift();
    if (!next) return;
    if (!well) return next.answer(failed('device_busy'));
    const track = new FakeTrack(kindOf(next.device));
    opened.push(track);
    next.answer({ ok: true, value: asTrack(track) });
  };
  const want = (device: CaptureDevice, id: string): void => {
    state = choose(state, device, id);
    for (const listener of [...listeners]) listener(state);
  };
  const live = (device: CaptureDevice) =>
    opened.filter(({ kind, readyState }) => kind === kindOf(device) && readyState === 'live');
  return { captures, asked, answer, want, sent, live, treatments };
};
type Calling = Awaited<ReturnType<CapturesOptions['calling']>>;

type Step =
  | { readonly do: 'start' | 'stop' | 'die' | 'silence'; readonly device: CaptureDevice }
  | { readonly do: 'want'; readonly device: CaptureDevice; readonly id: string }
  | { readonly do: 'answer'; readonly well: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'end' | 'treated' };

const device = fc.constantFrom(...DEVICES);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('start' as const), device }),
  fc.record({ do: fc.constant('stop' as const), device }),
  fc.record({ do: fc.constant('end' as const) }),
  fc.record({ do: fc.constant('want' as const), device, id: fc.constantFrom('a', 'b') }),
  fc.record({ do: fc.constant('die' as const), device }),
  fc.record({ do: fc.constant('silence' as const), device }),
  fc.record({ do: fc.constant('answer' as const), well: fc.boolean() }),
  fc.record({ do: fc.constant('treated' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 500) }),
);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  vi.stubGlobal('MediaStream', class {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const treat = (treatment: FakeTreatment | undefined): void => {
  if (!treatment) return;
  treatment.cleaned ??= asTrack(new FakeTrack('audio'));
  treatment.send(treatment.cleaned);
};

/** What is sent once everything has come to rest, and what is open. */
const rest = async (steps: readonly Step[], everWell: boolean) => {
  const made = studio();
  const { captures, asked, answer, want, sent, live, treatments } = made;
  const wanted: Record<CaptureDevice, boolean> = { microphone: false, camera: false };
  let call = 1;
  for (const now of steps) {
    switch (now.do) {
      case 'start':
        wanted[now.device] = true;
        captures.start(`call ${call}`, now.device);
        break;
      case 'stop':
        wanted[now.device] = false;
        captures.stop(now.device);
        break;
      case 'end':
        call += 1;
        Object.assign(wanted, { microphone: false, camera: false });
        captures.end();
        break;
      case 'want':
        want(now.device, now.id);
        break;
      case 'die':
        live(now.device).at(-1)?.die();
        break;
      case 'silence':
        live(now.device).at(-1)?.silence();
        break;
      case 'answer':
        answer(everWell || now.well);
        // Nothing happens to a track before whoever asked for it has it.
        await vi.advanceTimersByTimeAsync(0);
        break;
      case 'treated':
        treat(treatments.findLast(({ ended }) => !ended));
        break;
      case 'wait':
        await vi.advanceTimersByTimeAsync(now.ms);
    }
    // At no time.
    for (const one of DEVICES) if (!wanted[one]) expect(sent.get(one)).toBeUndefined();
  }
  await vi.advanceTimersByTimeAsync(500);
  while (asked.length > 0) {
    answer(true);
    await vi.advanceTimersByTimeAsync(500);
  }
  return { ...made, wanted };
};

test('[R25] whatever happens one after the other, what is on is sent, what is off is not, and nothing stays open', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.boolean(), async (steps, everWell) => {
      const { captures, sent, live, treatments, wanted } = await rest(steps, everWell);
      for (const one of DEVICES) {
        expect(live(one).length).toBeLessThanOrEqual(1);
        expect(captures.track(one)).toBe(sent.get(one));
        expect(sent.get(one)?.readyState).not.toBe('ended');
        if (wanted[one] && everWell) expect(sent.get(one)?.readyState).toBe('live');
      }
      if (!wanted.camera) expect(live('camera')).toEqual([]);
      const working = treatments.filter(({ ended }) => !ended);
      expect(working.map(({ raw }) => raw)).toEqual(live('microphone'));
      captures.end();
      expect(DEVICES.flatMap(live)).toEqual([]);
      expect(treatments.every(({ ended }) => ended)).toBe(true);
      expect([...sent.values()].every((track) => track === undefined)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
