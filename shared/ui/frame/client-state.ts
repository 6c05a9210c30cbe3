import { type Accessor, batch, createSignal, onCleanup } from 'solid-js';
import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';

/**
 * The client's state, each part of it a signal of its own: whoever reads the presence of somebody does not hear of a
 * message. A part that did not change keeps its reference.
 */
export const createClientState = (client: Client): Accessor<AppState> => {
  const parts = {} as AppState;
  const setters: ((state: AppState) => void)[] = [];
  const first = client.state();
  const add = <Part extends keyof AppState>(part: Part): void => {
    const [get, set] = createSignal(first[part]);
    Object.defineProperty(parts, part, { get, enumerable: true });
    setters.push((state) => set(() => state[part]));
  };
  for (const part of Object.keys(first) as (keyof AppState)[]) add(part);
  const follow = (state: AppState): void =>
    batch(() => {
      for (const set of setters) set(state);
    });
  onCleanup(client.subscribe(follow));
  return () => parts;
};
