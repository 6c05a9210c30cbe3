import { SAMPLE_RATE } from './dsp/format.ts';
import { type FromWorklet, type ToWorklet, WORKLET } from './messages.ts';
import worklet from './worklet.ts?worker&url';

/** A microphone that goes through the worklet. */
export interface AudioGraph {
  /** What comes out of it. */
  readonly track: MediaStreamTrack;
  send(message: ToWorklet): void;
  close(): void;
}

/** Rejects where the browser has no worklets, or does not take this one. */
export type OpenAudioGraph = (raw: MediaStreamTrack, hear: (message: FromWorklet) => void) => Promise<AudioGraph>;

export const openAudioGraph: OpenAudioGraph = async (raw, hear) => {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' });
  try {
    await context.audioWorklet.addModule(worklet);
    const node = new AudioWorkletNode(context, WORKLET, { channelCount: 1, channelCountMode: 'explicit' });
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([raw]) }).connect(node).connect(destination);
    const [track] = destination.stream.getAudioTracks();
    if (!track) throw new Error('Nothing comes out of the graph');
    node.port.onmessage = ({ data }: MessageEvent<FromWorklet>) => hear(data);
    return {
      track,
      send: (message) => node.port.postMessage(message),
      close: () => {
        track.stop();
        void context.close();
      },
    };
  } catch (error) {
    void context.close();
    throw error;
  }
};
