import { importsOf, isWithin, resolveImport, type Source } from './sources.ts';

const PROTOCOL = 'shared/protocol';
const CORE = 'shared/core';
const CLIENT = 'shared/client';
const UI = 'shared/ui';

/** What each room may import besides itself: the direction in which the house is built. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  [PROTOCOL]: [],
  [CORE]: [PROTOCOL],
  [CLIENT]: [PROTOCOL, CORE],
  // The face knows the mind's states and the interface of the hands, not the hands; it remembers as they do.
  [UI]: [PROTOCOL, CORE, `${CLIENT}/client.ts`, `${CLIENT}/ports.ts`, `${CLIENT}/remember.ts`],
  // It prints what the page of the setup check says.
  'relay/doctor': [PROTOCOL, 'relay', `${UI}/strings`],
  relay: [PROTOCOL],
  pwa: [PROTOCOL, CORE, CLIENT, UI],
  extension: [PROTOCOL, CORE, CLIENT, UI],
  scripts: [],
  // Tests build what they run; the bench starts the relay as `npm start` does.
  tests: [PROTOCOL, CORE, CLIENT, UI, 'relay', 'pwa', 'extension', 'scripts/build.mjs', 'scripts/run.mjs'],
};

const FEATURES = 'relay/features';

/** What stands behind the relay's ports. */
const ADAPTERS = ['relay/store/sqlite', 'relay/socket/uws-server.ts'];

/** Inside the relay: what the folder may not import. Only its composition knows both the features and the adapters. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  'relay/hub': [FEATURES, ...ADAPTERS, 'relay/http'],
  'relay/http': [FEATURES, ...ADAPTERS],
  'relay/socket': [FEATURES, 'relay/store/sqlite'],
  'relay/store': [FEATURES, 'relay/hub', 'relay/http', 'relay/socket'],
  [FEATURES]: ADAPTERS,
};

const roomOf = (path: string): string | undefined => Object.keys(ROOMS).find((room) => isWithin(path, room));

const featureOf = (path: string): string | undefined =>
  isWithin(path, FEATURES) ? path.split('/').slice(0, 3).join('/') : undefined;

const isOpen = (from: string, to: string): boolean => {
  const room = roomOf(from);
  if (room === undefined) return true;
  const closed = Object.entries(CLOSED).some(
    ([folder, doors]) => isWithin(from, folder) && doors.some((door) => isWithin(to, door)),
  );
  if (closed) return false;
  const feature = featureOf(from);
  if (feature !== undefined && isWithin(to, FEATURES)) return isWithin(to, feature);
  return isWithin(to, room) || (ROOMS[room] ?? []).some((door) => isWithin(to, door));
};

/** Imports from room to room that go through no door, as `from → to`. */
export const closedDoors = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, text }) =>
    importsOf(text)
      .map((imported) => resolveImport(path, imported))
      .filter((target) => target !== undefined && roomOf(target) !== undefined && !isOpen(path, target))
      .map((target) => `${path} → ${target}`),
  );
