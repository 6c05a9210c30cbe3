import type { Outcome } from '#shared/core/reason.ts';
import { newWatch, type SoundWatch, watchSound } from '#shared/core/sound/hints.ts';
import type { SoundChoice, SoundReading } from '#shared/core/sound/sound.ts';
import type { Remembered } from '../remember.ts';
import { analyseRecording, RECORDED } from './analyse-recording.ts';
import type { AudioGraph, OpenAudioGraph } from './audio-graph.ts';
import { newerRnnoise, rnnoise } from './engines/rnnoise.ts';
import type { FromWorklet } from './messages.ts';
import { lighter, type Mode } from './modes.ts';
import type { Analysis, MicrophoneSound, SoundState } from './port.ts';

export interface MicrophoneSoundOptions {
  readonly openGraph: OpenAudioGraph;
  readonly loadEngine: (mode: Mode) => Promise<WebAssembly.Module>;
  readonly memory: Remembered<SoundChoice>;
  readonly microphone: () => Promise<Outcome<MediaStreamTrack>>;
}

/** A graph that has said nothing for so long does not run: the browser has put it to sleep, or it has died. */
const STALLED_MS = 2_000;

interface Treated {
  readonly raw: MediaStreamTrack;
  readonly send: (track: MediaStreamTrack) => void;
  muted: boolean;
  graph?: AudioGraph;
  /** The graph is being opened. */
  opening: boolean;
  /** What comes out of the graph is sent. */
  runs: boolean;
  stalled?: ReturnType<typeof setTimeout>;
  /** What was at work when the graph fell silent: the browser does it until the graph is back. */
  asleep?: SoundState['suppression'] | undefined;
  recorded?: (recording: Extract<FromWorklet, { type: 'recorded' }> | undefined) => void;
}

/** Not both: what one leaves of a voice is worse for the other. Where the browser cannot change it, it stays as it is. */
const letBrowser = ({ raw }: Treated, noiseSuppression: boolean): void =>
  void raw.applyConstraints({ echoCancellation: true, autoGainControl: true, noiseSuppression }).catch(() => {});

/** The one microphone of this context, cleaned in a worklet; sent as it is until that runs, and when it does not. */
export const createMicrophoneSound = ({
  openGraph,
  loadEngine,
  memory,
  microphone,
}: MicrophoneSoundOptions): MicrophoneSound => {
  const listeners = new Set<(state: SoundState) => void>();
  const readers = new Set<(reading: SoundReading) => void>();
  const remembered = memory.read();
  let state: SoundState = { choice: remembered, suppression: remembered.suppression };
  let watch: SoundWatch = newWatch;
  let treated: Treated | undefined;

  const become = (next: SoundState): void => {
    state = next;
    for (const listener of [...listeners]) listener(state);
  };

  const tellGate = ({ graph }: Treated): void => {
    const { gate: on, threshold } = state.choice;
    graph?.send({ type: 'gate', gate: { on, threshold } });
  };

  /** What was chosen cannot be: the browser does what it can. */
  const giveUp = (one: Treated): void => {
    if (one !== treated) return;
    letBrowser(one, true);
    become({ ...state, suppression: 'browser' });
    one.graph?.send({ type: 'suppress' });
  };

  const suppress = async (one: Treated): Promise<void> => {
    const { suppression } = state;
    if (suppression === 'off' || suppression === 'browser') return one.graph?.send({ type: 'suppress' });
    try {
      const module = await loadEngine(suppression);
      // Another mode may have been chosen meanwhile.
      if (one === treated && state.suppression === suppression)
        one.graph?.send({ type: 'suppress', chosen: { mode: suppression, module } });
    } catch {
      if (state.suppression === suppression) giveUp(one);
    }
  };

  const ease = (one: Treated): void => {
    if (state.suppression === 'off' || state.suppression === 'browser') return;
    const suppression = lighter(state.suppression);
    if (suppression === 'off') return giveUp(one);
    become({ ...state, suppression });
    void suppress(one);
  };

  const stall = (one: Treated): void => {
    if (one !== treated) return;
    if (one.runs) one.send(one.raw);
    one.runs = false;
    one.recorded?.(undefined);
    if (state.suppression === 'off' || state.suppression === 'browser') return;
    one.asleep = state.suppression;
    letBrowser(one, true);
    become({ ...state, suppression: 'browser' });
  };

  const watchOver = (one: Treated): void => {
    clearTimeout(one.stalled);
    one.stalled = setTimeout(stall, STALLED_MS, one);
  };

  const wake = (one: Treated, { track }: AudioGraph): void => {
    one.runs = true;
    one.send(track);
    if (!one.asleep) return;
    letBrowser(one, false);
    become({ ...state, suppression: one.asleep });
    one.asleep = undefined;
  };

  const read = (one: Treated, reading: SoundReading): void => {
    watchOver(one);
    if (!one.runs && one.graph) wake(one, one.graph);
    const before = watch.hint;
    watch = watchSound(watch, reading, one.muted, state.suppression);
    const { hint, ...rest } = { ...state, hint: watch.hint };
    if (hint !== before) become({ ...rest, ...(hint && { hint }) });
    for (const reader of readers) reader(reading);
  };

  const hear = (one: Treated, message: FromWorklet): void => {
    if (one !== treated) return;
    switch (message.type) {
      case 'reading':
        return read(one, message.reading);
      case 'recorded':
        return one.recorded?.(message);
      case 'overloaded':
        return ease(one);
      case 'engine-failed':
        return giveUp(one);
    }
  };

  const open = async (one: Treated): Promise<void> => {
    if (one.opening) return;
    one.opening = true;
    try {
      const graph = await openGraph(one.raw, (message) => hear(one, message));
      if (one !== treated) return graph.close();
      one.graph = graph;
      watchOver(one);
      tellGate(one);
      await suppress(one);
    } catch {
      giveUp(one);
    } finally {
      one.opening = false;
    }
  };

  const end = (one: Treated): void => {
    clearTimeout(one.stalled);
    one.recorded?.(undefined);
    one.graph?.close();
    delete one.graph;
    if (one !== treated) return;
    treated = undefined;
    watch = newWatch;
    // The next one may find a device that can do more.
    become({ choice: state.choice, suppression: state.choice.suppression });
  };

  const treat: MicrophoneSound['treat'] = (raw, send) => {
    if (treated) end(treated);
    const one: Treated = { raw, send, muted: false, opening: false, runs: false };
    treated = one;
    void open(one);
    return {
      mute: (muted) => {
        one.muted = muted;
      },
      end: () => end(one),
    };
  };

  const record = (one: Treated): Promise<Extract<FromWorklet, { type: 'recorded' }> | undefined> => {
    const { promise, resolve } = Promise.withResolvers<Extract<FromWorklet, { type: 'recorded' }> | undefined>();
    one.recorded?.(undefined);
    one.recorded = resolve;
    one.graph?.send({ type: 'record', samples: RECORDED });
    // One that sleeps may not wake for it.
    if (!one.runs) watchOver(one);
    return promise;
  };

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listen: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    choose: (change) => {
      const choice = { ...state.choice, ...change };
      memory.write(choice);
      become({ ...state, choice, ...(change.suppression && { suppression: change.suppression }) });
      if (!treated) return;
      if (!change.suppression) return tellGate(treated);
      letBrowser(treated, false);
      treated.asleep = undefined;
      // One that is silent may stay so.
      if (treated.graph && !treated.runs) watchOver(treated);
      void (treated.graph ? suppress(treated) : open(treated));
    },
    analyse: async (): Promise<Analysis> => {
      if (!treated?.graph) return 'unavailable';
      try {
        const [first, newer, recording] = await Promise.all([
          loadEngine('minimal'),
          loadEngine('moderate'),
          record(treated),
        ]);
        if (!recording) return 'unavailable';
        const listeners = [rnnoise.create(first), newerRnnoise.create(newer)];
        return analyseRecording(recording.raw, recording.cleaned, listeners);
      } catch {
        return 'unavailable';
      }
    },
    outgoing: () => (treated?.runs ? treated.graph?.track : treated?.raw),
    tryOut: async () => {
      if (treated) return { ok: true, value: () => {} };
      const outcome = await microphone();
      if (!outcome.ok) return outcome;
      const track = outcome.value;
      // A call has opened its own meanwhile.
      if (treated) {
        track.stop();
        return { ok: true, value: () => {} };
      }
      const treatment = treat(track, () => {});
      return {
        ok: true,
        value: () => {
          treatment.end();
          track.stop();
        },
      };
    },
    takesNoise: () => state.suppression !== 'browser',
    prepare: () => {
      const { suppression } = state;
      // What cannot be loaded now is asked for again when it is needed.
      if (suppression !== 'off' && suppression !== 'browser') void loadEngine(suppression).catch(() => {});
    },
    treat,
  };
};
