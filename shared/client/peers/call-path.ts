import { mediaBytes, startPulse } from './pulse.ts';
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

  // connectionState, not iceConnectionState: with a dead peer the latter stays 'disconnected'.
  pc.addEventListener('connectionstatechange', () => {
    const { connectionState: state } = pc;
    if (state === 'connected' || state === 'disconnected' || state === 'failed') onEvent(state);
  });
  lifetime.addEventListener('abort', () => onEvent('gone'));

  let heard = (): void => {};
  connection.onOpen(() => {
    const pulse = startPulse({
      beat,
      mediaBytes: () => mediaBytes(pc),
      onSilent: () => onEvent('silent'),
      lifetime,
      now: () => performance.now(),
    });
    heard = pulse.heard;
    onOpen();
  });
  connection.onFrame((frame) => {
    heard();
    // Ends a silence of which ICE has noticed nothing.
    if (pc.connectionState === 'connected') onEvent('connected');
    onFrame(frame);
  });
};
