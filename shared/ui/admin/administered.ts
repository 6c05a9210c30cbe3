import { createContext, useContext } from 'solid-js';
import type { Administration } from '#shared/client/client.ts';

/** The administrators' part of the relay, for everything on their page. */
export const AdministrationContext = createContext<Administration>();

export const useAdministration = (): Administration => {
  const administration = useContext(AdministrationContext);
  if (!administration) throw new Error('outside of the administration');
  return administration;
};
