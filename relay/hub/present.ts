import type { Hub } from './hub.ts';

/** Greeted sockets, and whose they are. */
export const presentAt = (hub: Hub): { readonly people: number; readonly endpoints: number } => {
  const greeted = [...hub.endpoints()].filter(({ phase }) => phase === 'ready');
  return { people: new Set(greeted.map(({ device }) => device.person)).size, endpoints: greeted.length };
};
