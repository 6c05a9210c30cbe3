import { mediaBytes, type Pulse, playedAt, startPulse } from './pulse.ts';
import type { RecoveryEvent } from './recovery.ts';
import type { Connection } from './session.ts';
import type { Frame } from './wire.ts';

export interface CallPathOptions {
  readonly onEvent: (event: RecoveryEvent) => void;
  readonly onOpen: () => void;
  readonly onFrame: (frame: Frame) => void;
  readonly beat: () => void;
}

/** Watches the connection that carries the call, and says how it is. Decides nothing. */
export const watchCallPath = (connection: Connection, { onEvent, onOpen, onFrame, beat }: CallPathOptions): void => {
  const { pc, lifetime } = connection;

  let pulse: Pulse | undefined;
  /** From when something can be heard, whatever says so first. */
  const listen = (): Pulse => {
    pulse ??= startPulse({
      beat,
      mediaBytes: () => mediaBytes(pc),
      playedAt: () => playedAt(pc),
      onQuiet: () => onEvent('quiet'),
      onSilent: () => onEvent('silent'),
      onUnheard: () => onEvent('unheard'),
      lifetime,
      now: () => performance.now(),
    });
    return pulse;
  };

  // connectionState, not iceConnectionState: with a dead peer the latter stays 'disconnected'.
  pc.addEventListener('connectionstatechange', () => {
    const { connectionState: state } = pc;
    if (state === 'connected' && !lifetime.aborted) listen();
    if (state === 'connected' || state === 'disconnected' || state === 'failed') onEvent(state);
  });
  lifetime.addEventListener('abort', () => onEvent('gone'));

  connection.onOpen(() => {
    listen().heard();
    onOpen();
  });
  connection.onFrame((frame) => {
    pulse?.heard();
    // Ends a silence of which ICE has noticed nothing.
    if (pc.connectionState === 'connected') onEvent('connected');
    onFrame(frame);
  });
};
