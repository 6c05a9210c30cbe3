/** Sound beyond what an element can play: up to twice as loud, and limited so that it does not distort. */
export interface Amplifier {
  /** 1 is as it is. */
  setGain(gain: number): void;
  /** Whether it is heard: a browser may want a click first. */
  isRunning(): boolean;
  /** What plays it. */
  readonly context: AudioContext;
  close(): void;
}

const RAMP_SECONDS = 0.02;

/** Measured: bursts of noise at full scale, twice as loud, peak at −0.3 dB; with −1 they would be cut, with −3 all is quieter. */
const LIMIT = { threshold: -1.5, knee: 0, ratio: 20 };

/**
 * A compressor makes everything louder by 0.6 of what it takes from full scale, in dB (Web Audio, "makeup gain"): here by 0.86,
 * a jump as soon as anybody is amplified. This undoes it.
 */
const WITHOUT_MAKEUP = 10 ** ((0.6 * LIMIT.threshold * (1 - 1 / LIMIT.ratio)) / 20);

/** What is put in comes out as many times as loud as `input.gain` says, up to where it would distort. */
export const louder = (context: BaseAudioContext): { readonly input: GainNode; readonly output: AudioNode } => {
  const input = new GainNode(context);
  const limiter = new DynamicsCompressorNode(context, { ...LIMIT, attack: 0.003, release: 0.1 });
  const output = new GainNode(context, { gain: WITHOUT_MAKEUP });
  input.connect(limiter).connect(output);
  return { input, output };
};

/**
 * Browsers give the sound of a call to Web Audio only while an element plays it, too; that one is muted (audio.md §3).
 * `onChange`: it has begun or stopped to be heard.
 */
export const amplify = (stream: MediaStream, onChange: () => void): Amplifier => {
  const context = new AudioContext();
  const { input, output } = louder(context);
  output.connect(context.destination);

  let source: AudioNode | undefined;
  const take = (): void => {
    source?.disconnect();
    const [track] = stream.getAudioTracks();
    source = track && new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
    source?.connect(input);
  };
  take();
  stream.addEventListener('addtrack', take);
  context.addEventListener('statechange', onChange);
  void context.resume();

  return {
    setGain: (value) => input.gain.setTargetAtTime(value, context.currentTime, RAMP_SECONDS),
    context,
    isRunning: () => context.state === 'running',
    close: () => {
      stream.removeEventListener('addtrack', take);
      context.removeEventListener('statechange', onChange);
      void context.close();
    },
  };
};
