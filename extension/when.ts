import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';

/** Resolves once the state is as wanted, now or later. */
export const when = (client: Client, wanted: (state: AppState) => boolean): Promise<void> =>
  new Promise((resolve) => {
    if (wanted(client.state())) return resolve();
    const stop = client.subscribe((state) => {
      if (!wanted(state)) return;
      stop();
      resolve();
    });
  });

/** This call rings on this device. */
export const rings =
  (call: string) =>
  (state: AppState): boolean =>
    state.call.phase === 'incoming' && state.call.call === call;

/** Another device of this person is in this call. */
export const isElsewhere =
  (id: string) =>
  ({ call }: AppState): boolean =>
    call.phase === 'other-device'
      ? call.call === id
      : call.phase === 'ended' && call.call === id && call.goesOnAt !== undefined;
