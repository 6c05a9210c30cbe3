import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';

/** The client's state as a signal. Parts that did not change keep their reference, so memos over them stay still. */
export const createClientState = (client: Client): Accessor<AppState> => {
  const [state, setState] = createSignal(client.state());
  onCleanup(client.subscribe((next) => setState(() => next)));
  return state;
};
