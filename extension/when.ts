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

/** Whether the state is as wanted, now or within so many milliseconds. */
export const within = (client: Client, wanted: (state: AppState) => boolean, ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    if (wanted(client.state())) return resolve(true);
    const end = (is: boolean): void => {
      stop();
      clearTimeout(patience);
      resolve(is);
    };
    const patience = setTimeout(end, ms, false);
    const stop = client.subscribe((state) => {
      if (wanted(state)) end(true);
    });
  });

/** This call rings on this device. */
export const rings =
  (call: string) =>
  (state: AppState): boolean =>
    state.call.phase === 'incoming' && state.call.call === call;

/** This call is known here, whatever has become of it. */
export const knows =
  (id: string) =>
  ({ call }: AppState): boolean =>
    call.phase !== 'none' && call.call === id;

/** Another device of this person is in this call. */
export const isElsewhere =
  (id: string) =>
  ({ call }: AppState): boolean =>
    call.phase === 'other-device'
      ? call.call === id
      : call.phase === 'ended' && call.call === id && call.goesOnAt !== undefined;
