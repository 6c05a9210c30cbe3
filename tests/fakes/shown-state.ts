import { done } from '#shared/core/reason.ts';

/** What the interface has asked for: the act and its details. */
export type Act = readonly [name: string, ...details: unknown[]];

/** A state that is shown to whoever watches it, and what was asked of it, written down. */
export const createShownState = <State>(initial: State) => {
  let state = initial;
  const listeners = new Set<(state: State) => void>();
  const acts: Act[] = [];
  return {
    acts,
    become: (next: State): void => {
      state = next;
      for (const listener of listeners) listener(state);
    },
    state: () => state,
    subscribe: (listener: (state: State) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    noted:
      (name: string) =>
      (...details: unknown[]): void => {
        acts.push([name, ...details]);
      },
    agreed:
      (name: string) =>
      async (...details: unknown[]) => {
        acts.push([name, ...details]);
        return done;
      },
  };
};
