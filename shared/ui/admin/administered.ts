import { createContext, useContext } from 'solid-js';
import type { Administration } from '#shared/client/client.ts';
import type { Overview } from '#shared/protocol/administration.ts';

/** The relay as everything on the administrators' page sees it. */
export interface Administered {
  readonly administration: Administration;
  readonly overview: () => Overview;
  /** Asks for the overview anew. */
  readonly look: () => Promise<void>;
}

export const AdministeredContext = createContext<Administered>();

export const useAdministered = (): Administered => {
  const administered = useContext(AdministeredContext);
  if (!administered) throw new Error('outside of the administration');
  return administered;
};
