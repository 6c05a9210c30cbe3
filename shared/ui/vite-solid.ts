import { fileURLToPath } from 'node:url';
import type { Plugin, PluginOption } from 'vite';
import solid from 'vite-plugin-solid';

const OURS = fileURLToPath(new URL('./kit/solid-web.ts', import.meta.url));

/** Gives every importer of `solid-js/web` the one in `kit/solid-web.ts`, whose templates pass Trusted Types. */
export const trustedTemplates = (): Plugin => ({
  name: 'tincan-trusted-templates',
  enforce: 'pre',
  resolveId(source, importer) {
    if (source !== 'solid-js/web' || importer === undefined) return null;
    return importer.split('?')[0] === OURS ? null : OURS;
  },
});

/** How the PWA and the extension build Solid. */
export const solidPlugins = (): PluginOption[] => [trustedTemplates(), solid()];
