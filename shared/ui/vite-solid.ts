import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, PluginOption } from 'vite';
import solid from 'vite-plugin-solid';

const OURS = fileURLToPath(new URL('./kit/solid-web.ts', import.meta.url));
const PORTAL = fileURLToPath(new URL('./kit/portal.ts', import.meta.url));
const ICON = fileURLToPath(new URL('./kit/icon.tsx', import.meta.url));

/** The query of the second copy of a module. */
const APART = 'apart';

/** Kobalte, and what else needs much of `solid-js/web` that nothing does which paints first. */
const needsMore = (path: string): boolean =>
  path === PORTAL || /\/node_modules\/@(?:kobalte|solid-primitives)\//.test(path);

/**
 * Gives every importer of `solid-js/web` the one in `kit/solid-web.ts`, whose templates pass Trusted Types. Where it is
 * built, those who need more of it have a copy for themselves: it is loaded with the first of them.
 */
const solidWeb = (): Plugin => ({
  name: 'tincan-solid-web',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (source !== 'solid-js/web' || importer === undefined) return null;
    const [file = '', query] = importer.split('?');
    if (file !== OURS) return this.environment.mode === 'build' && needsMore(file) ? `${OURS}?${APART}` : OURS;
    if (query !== APART) return null;
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    return resolved && `${resolved.id}?${APART}`;
  },
});

/** Gives lucide's icons `kit/icon.tsx` to draw them, and takes away the key of each shape, which only React asks for. */
const leanIcons = (): Plugin => ({
  name: 'tincan-lean-icons',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source.startsWith('../Icon') && importer?.includes('/node_modules/lucide-solid/') ? ICON : null,
  transform: {
    filter: { id: /\/node_modules\/lucide-solid\/.*\/icons\// },
    handler: (code) => ({ code: code.replaceAll(/,?\s*\bkey: (["'])\w+\1/g, ''), map: null }),
  },
});

/**
 * Calls the class `row` of `people.module.css` `people_row`: a hash and a line number for each class would be two in a
 * thousand of all that the popup loads. No two style sheets have the same name (tests/ui).
 */
const classNames = (): Plugin => ({
  name: 'tincan-class-names',
  config: () => ({
    css: {
      modules: { generateScopedName: (name: string, file: string) => `${basename(file, '.module.css')}_${name}` },
    },
  }),
});

/** How the PWA and the extension build Solid. */
export const solidPlugins = (): PluginOption[] => [solidWeb(), leanIcons(), classNames(), solid()];
