import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { EndedCall, IncomingCall } from '#shared/core/call/call.ts';
import { newMind } from '#shared/core/mind.ts';

export const ann = '11111111-1111-4111-8111-111111111111';
export const call = '22222222-2222-4222-8222-222222222222';

export const signedOut: AppState = {
  ...newMind(false).app,
  session: { state: 'signed-out' },
  roster: { loaded: true, contacts: new Map() },
};

export const incoming: IncomingCall = {
  phase: 'incoming',
  call,
  version: 2,
  person: ann,
  media: 'audio',
  since: 0,
  until: 60_000,
  ringsHere: false,
  silent: false,
};

export const ended = (ending: EndedCall['ending']): EndedCall => ({
  phase: 'ended',
  role: 'caller',
  call,
  version: 3,
  person: ann,
  media: 'audio',
  ending,
});

/** A client whose state the test decides. Only what is watched is there; acts are not. */
export const stateOnly = (first: AppState = signedOut) => {
  let state = first;
  const listeners = new Set<(state: AppState) => void>();
  const client = {
    state: () => state,
    subscribe: (listener: (state: AppState) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Client;
  const become = (change: Partial<AppState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener(state);
  };
  return { client, become, listening: () => listeners.size };
};
