import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';

/** So long the screen waits at most; nobody sees that. They are open after 30 ms where nothing is in their way, after 70 otherwise. */
const MOST_MS = 60;

const opens = ({ call }: AppState): boolean =>
  call.phase === 'active' && (call.microphone.state === 'starting' || call.camera.state === 'starting');

/**
 * The same client, for whoever draws what it tells. Microphone and camera are opened in steps that each wait for the page's
 * thread: what an answer changes on the screen lets them go first.
 */
export const devicesFirst = (client: Client): Client => ({
  ...client,
  subscribe: (listener) => {
    let drawn = client.state();
    let later: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      clearTimeout(later);
      later = undefined;
      drawn = client.state();
      listener(drawn);
    };
    const leave = client.subscribe((state) => {
      if (drawn.call.phase === 'incoming' && opens(state)) later ??= setTimeout(draw, MOST_MS);
      else draw();
    });
    return () => {
      clearTimeout(later);
      leave();
    };
  },
});
