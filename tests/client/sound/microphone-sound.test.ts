import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FromWorklet, ToWorklet } from '#shared/client/sound/messages.ts';
import { createMicrophoneSound } from '#shared/client/sound/microphone-sound.ts';
import type { Mode } from '#shared/client/sound/modes.ts';
import { defaultSound, type SoundChoice, type SoundReading } from '#shared/core/sound/sound.ts';
import { FakeTrack } from '#tests/fakes/fake-calling.ts';
import { quiet } from '#tests/fakes/until.ts';

const asTrack = (track: FakeTrack): MediaStreamTrack => track as unknown as MediaStreamTrack;

const loud: SoundReading = { rms: -30, peak: -20, raw: -30, speech: 0.9, open: true };
const nothing: SoundReading = { rms: -120, peak: -120, raw: -120, speech: 0, open: false };

/** A microphone in a call, with a worklet that says what the test lets it say. */
const inCall = async (broken: { readonly graph?: boolean; readonly engines?: readonly Mode[] } = {}) => {
  const raw = asTrack(new FakeTrack('audio'));
  const cleaned = asTrack(new FakeTrack('audio'));
  const asked: MediaTrackConstraints[] = [];
  raw.applyConstraints = async (constraints = {}) => void asked.push(constraints);
  const orders: ToWorklet[] = [];
  const sent: MediaStreamTrack[] = [];
  let kept: SoundChoice = defaultSound;
  let say: (message: FromWorklet) => void = () => {};
  let closed = false;
  const close = () => {
    closed = true;
  };
  const keep = (choice: SoundChoice) => {
    kept = choice;
  };
  const sound = createMicrophoneSound({
    openGraph: async (_, hear) => {
      if (broken.graph) throw new Error('no worklets here');
      say = hear;
      return { track: cleaned, send: (order) => orders.push(order), close };
    },
    loadEngine: async (mode) => {
      if (broken.engines?.includes(mode)) throw new Error('cannot be fetched');
      return `the ${mode} engine` as unknown as WebAssembly.Module;
    },
    memory: { read: () => kept, write: keep },
    microphone: async () => ({ ok: true, value: raw }),
  });
  const treatment = sound.treat(raw, (track) => sent.push(track));
  await quiet();
  const modes = () => orders.flatMap((order) => (order.type === 'suppress' ? [order.chosen?.mode ?? 'off'] : []));
  return {
    sound,
    raw,
    cleaned,
    asked,
    orders,
    sent,
    treatment,
    modes,
    kept: () => kept,
    closed: () => closed,
    say: (message: FromWorklet) => say(message),
    read: (reading: SoundReading, times = 1) => {
      for (let i = 0; i < times; i++) say({ type: 'reading', reading });
    },
  };
};

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('the sound of a microphone', () => {
  test('[R22] is sent as it is until the worklet runs, then as it leaves the worklet', async () => {
    const { sent, cleaned, raw, read, modes, sound } = await inCall();
    expect(sound.outgoing()).toBe(raw);
    expect(sent).toEqual([]);
    expect(sound.takesNoise()).toBe(true);
    expect(modes()).toEqual(['moderate']);
    read(loud, 3);
    expect(sent).toEqual([cleaned]);
  });

  test('is sent as it is again when the worklet falls silent, and cleaned when that comes back', async () => {
    const { sent, raw, cleaned, read, sound, asked } = await inCall();
    read(loud);
    vi.advanceTimersByTime(1_900);
    read(loud);
    vi.advanceTimersByTime(1_900);
    expect(sent).toEqual([cleaned]);
    vi.advanceTimersByTime(200);
    expect(sent).toEqual([cleaned, raw]);
    expect(sound.state().suppression).toBe('browser');
    expect(asked.at(-1)).toMatchObject({ noiseSuppression: true });
    read(loud);
    expect(sent).toEqual([cleaned, raw, cleaned]);
    expect(sound.state().suppression).toBe('moderate');
    expect(asked.at(-1)).toMatchObject({ noiseSuppression: false });
  });

  test('a worklet that never begins leaves the noise to the browser', async () => {
    const { sent, sound } = await inCall();
    vi.advanceTimersByTime(2_000);
    expect(sound.state().suppression).toBe('browser');
    expect(sent).toEqual([]);
  });

  test('[R26] the background is not analysed where the worklet sleeps, or falls silent meanwhile', async () => {
    const { read, sound, say } = await inCall();
    read(loud);
    const found: unknown[] = [];
    const analyse = async (): Promise<void> => {
      void sound.analyse().then((analysis) => found.push(analysis));
      await quiet();
      vi.advanceTimersByTime(2_000);
      await quiet();
    };
    await analyse();
    expect(found).toEqual(['unavailable']);
    await analyse();
    expect(found).toEqual(['unavailable', 'unavailable']);
    // It wakes, and has kept what nobody waits for any more.
    read(loud);
    say({ type: 'recorded', raw: new Float32Array(), cleaned: new Float32Array() });
    await quiet();
    expect(found.length).toBe(2);
  });

  test('another mode wakes no worklet: while that is silent the browser takes the noise', async () => {
    const { sent, raw, cleaned, read, sound, asked } = await inCall();
    read(loud);
    vi.advanceTimersByTime(2_000);
    sound.choose({ suppression: 'aggressive' });
    await quiet();
    vi.advanceTimersByTime(2_000);
    expect(sound.state()).toMatchObject({ suppression: 'browser', choice: { suppression: 'aggressive' } });
    expect(asked.at(-1)).toMatchObject({ noiseSuppression: true });
    read(loud);
    expect(sound.state().suppression).toBe('aggressive');
    expect(asked.at(-1)).toMatchObject({ noiseSuppression: false });
    expect(sent).toEqual([cleaned, raw, cleaned]);
  });

  test.each([
    ['the browser has no worklets', { graph: true }],
    ['the engine cannot be fetched', { engines: ['moderate'] as const }],
  ])('where %s, the browser takes the noise, and the call goes on', async (_, broken) => {
    const { sound, asked, sent } = await inCall(broken);
    expect(sound.state().suppression).toBe('browser');
    expect(asked.at(-1)).toMatchObject({ noiseSuppression: true, echoCancellation: true });
    expect(sound.takesNoise()).toBe(false);
    expect(sent).toEqual([]);
  });

  test('an engine that fails in mid-call leaves its work to the browser, until another mode is chosen', async () => {
    const { sound, asked, say, modes } = await inCall();
    say({ type: 'engine-failed' });
    expect(sound.state()).toMatchObject({ suppression: 'browser', choice: { suppression: 'moderate' } });
    expect(asked.at(-1)).toMatchObject({ noiseSuppression: true });
    sound.choose({ suppression: 'minimal' });
    await quiet();
    expect(asked.at(-1)).toMatchObject({ noiseSuppression: false });
    expect(modes().at(-1)).toBe('minimal');
  });

  test('a device that is too slow steps down, says so, and at last lets the browser do it', async () => {
    const { sound, say, modes } = await inCall();
    sound.choose({ suppression: 'aggressive' });
    await quiet();
    const steps: string[] = [];
    for (let i = 0; i < 4; i++) {
      say({ type: 'overloaded' });
      await quiet();
      steps.push(sound.state().suppression);
    }
    expect(steps).toEqual(['moderate', 'minimal', 'browser', 'browser']);
    expect(modes()).toEqual(['moderate', 'aggressive', 'moderate', 'minimal', 'off']);
    expect(sound.state().choice.suppression).toBe('aggressive');
  });

  test('a choice is remembered, and reaches the worklet at once', async () => {
    const { sound, orders, kept } = await inCall();
    sound.choose({ gate: true, threshold: -42 });
    expect(orders.at(-1)).toEqual({ type: 'gate', gate: { on: true, threshold: -42 } });
    expect(kept()).toEqual({ suppression: 'moderate', gate: true, threshold: -42 });
  });

  test('[R26] who talks while muted is told, and no longer once they are heard', async () => {
    const { sound, treatment, read } = await inCall();
    treatment.mute(true);
    read(nothing, 200);
    expect(sound.state().hint).toBeUndefined();
    read(loud, 10);
    expect(sound.state().hint).toBe('muted');
    treatment.mute(false);
    read(loud);
    expect(sound.state().hint).toBeUndefined();
  });

  test('[R26] a microphone without any signal for five seconds is told of', async () => {
    const { sound, read } = await inCall();
    read(nothing, 99);
    expect(sound.state().hint).toBeUndefined();
    read(nothing);
    expect(sound.state().hint).toBe('silent');
    read(loud);
    expect(sound.state().hint).toBeUndefined();
  });

  test('[R26] a microphone with much noise and no voice is told of, unless all that can be done is done', async () => {
    const noise: SoundReading = { rms: -50, peak: -40, raw: -22, speech: 0.05, open: true };
    const { sound, read } = await inCall();
    read(noise, 100);
    expect(sound.state().hint).toBe('noisy');
    sound.choose({ suppression: 'aggressive' });
    read(noise, 500);
    expect(sound.state().hint).toBeUndefined();
  });

  test('the end closes the worklet, and a microphone that was tried is let go for a call', async () => {
    const { sound, treatment, closed, sent, read, raw } = await inCall();
    treatment.end();
    expect(closed()).toBe(true);
    read(loud);
    expect(sent).toEqual([]);
    const tried = await sound.tryOut();
    expect(raw.readyState).toBe('live');
    if (tried.ok) tried.value();
    expect(raw.readyState).toBe('ended');
  });
});

describe('what comes while something else is under way', () => {
  /** Graphs and microphones that are there when the test says so. */
  const slowly = () => {
    const graphs: { readonly raw: MediaStreamTrack; readonly open: () => void; closed: number }[] = [];
    const microphones: ((track: MediaStreamTrack) => void)[] = [];
    const sound = createMicrophoneSound({
      openGraph: (raw) =>
        new Promise((resolve) => {
          const close = () => {
            graph.closed += 1;
          };
          const made = { track: asTrack(new FakeTrack('audio')), send: () => {}, close };
          const graph = { raw, open: () => resolve(made), closed: 0 };
          graphs.push(graph);
        }),
      loadEngine: async (mode) => `the ${mode} engine` as unknown as WebAssembly.Module,
      memory: { read: () => defaultSound, write: () => {} },
      microphone: () => new Promise((resolve) => microphones.push((value) => resolve({ ok: true, value }))),
    });
    const microphone = () => {
      const track = asTrack(new FakeTrack('audio'));
      track.applyConstraints = async () => {};
      return track;
    };
    return { sound, graphs, microphones, microphone };
  };

  test('a microphone that is there to be tried only after the call has one leaves the call its own', async () => {
    const { sound, graphs, microphones, microphone } = slowly();
    const trying = sound.tryOut();
    const [called, tried] = [microphone(), microphone()];
    sound.treat(called, () => {});
    graphs[0]?.open();
    await quiet();
    microphones[0]?.(tried);
    const outcome = await trying;
    expect(graphs.map(({ raw, closed }) => [raw, closed])).toEqual([[called, 0]]);
    expect(tried.readyState).toBe('ended');
    if (outcome.ok) outcome.value();
    expect(graphs[0]?.closed).toBe(0);
    expect(called.readyState).toBe('live');
  });

  test('another mode that is chosen before the worklet is there does not open a second one', async () => {
    const { sound, graphs, microphone } = slowly();
    const treatment = sound.treat(microphone(), () => {});
    sound.choose({ suppression: 'minimal' });
    for (const { open } of graphs) open();
    await quiet();
    treatment.end();
    expect(graphs.map(({ closed }) => closed)).toEqual([1]);
  });

  test('what a call has taken over is closed once', async () => {
    const { sound, graphs, microphones, microphone } = slowly();
    const trying = sound.tryOut();
    microphones[0]?.(microphone());
    const outcome = await trying;
    graphs[0]?.open();
    await quiet();
    sound.treat(microphone(), () => {});
    if (outcome.ok) outcome.value();
    expect(graphs.map(({ closed }) => closed)).toEqual([1, 0]);
  });
});
