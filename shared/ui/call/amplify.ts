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

/**
 * Browsers give the sound of a call to Web Audio only while an element plays it, too; that one is muted (audio.md §3).
 * `onChange`: it has begun or stopped to be heard.
 */
export const amplify = (stream: MediaStream, onChange: () => void): Amplifier => {
  const context = new AudioContext();
  const gain = new GainNode(context);
  const limiter = new DynamicsCompressorNode(context, {
    threshold: -3,
    knee: 0,
    ratio: 20,
    attack: 0.003,
    release: 0.1,
  });
  gain.connect(limiter).connect(context.destination);

  let source: AudioNode | undefined;
  const take = (): void => {
    source?.disconnect();
    const [track] = stream.getAudioTracks();
    source = track && new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
    source?.connect(gain);
  };
  take();
  stream.addEventListener('addtrack', take);
  context.addEventListener('statechange', onChange);
  void context.resume();

  return {
    setGain: (value) => gain.gain.setTargetAtTime(value, context.currentTime, RAMP_SECONDS),
    context,
    isRunning: () => context.state === 'running',
    close: () => {
      stream.removeEventListener('addtrack', take);
      context.removeEventListener('statechange', onChange);
      void context.close();
    },
  };
};
