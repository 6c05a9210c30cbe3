import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';

const POPUP = fileURLToPath(new URL('./entrypoints/popup/', import.meta.url));
/** What the words of every language are made with: else they would bring it as a file of its own. */
const PLURAL = fileURLToPath(new URL('../shared/ui/strings/plural.ts', import.meta.url));

type Context = Rolldown.ChunkingContext;

/** The modules that this one cannot run without. */
const needed = (entry: string, context: Context, found = new Set<string>()): Set<string> => {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const imported of context.getModuleInfo(entry)?.importedIds ?? []) needed(imported, context, found);
  return found;
};

/** The modules that are needed once `loader` has loaded what it loads. */
const loadedBy = (loader: string, context: Context): Set<string> => {
  const found = new Set<string>();
  for (const imported of context.getModuleInfo(loader)?.dynamicallyImportedIds ?? []) needed(imported, context, found);
  return found;
};

/** The composition of the popup itself stays apart: another page that takes a file along must not start it. */
const isOwn = (id: string): boolean => id.startsWith(POPUP);

/** What WXT adds to every page: nothing, in a file of its own. */
const EMPTY = /wxt-html-plugins$/;

const paints = (id: string, context: Context): boolean =>
  id === PLURAL || EMPTY.test(id) || (!isOwn(id) && needed(`${POPUP}main.tsx`, context).has(id));

/**
 * The popup in two files instead of thirty, each of which would be asked for by itself before the first person is
 * painted: what paints, and the client that takes over. The other pages take them along as they are.
 */
export const popupChunks = (): Plugin => ({
  name: 'tincan-popup-chunks',
  outputOptions: (options) => ({
    ...options,
    codeSplitting: {
      groups: [
        {
          debugName: 'paint',
          name: (id, context) => (paints(id, context) ? 'paint' : null),
          priority: 1,
        },
        {
          debugName: 'client',
          name: (id, context) => (loadedBy(`${POPUP}load-client.ts`, context).has(id) ? 'client' : null),
        },
      ],
    },
  }),
});
