// Builds the relay, the PWA and the extension where their sources have changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun, ROOT } from './run.mjs';

const PROJECT = ['tsconfig.base.json', 'package.json', 'package-lock.json'];
const SHARED = ['shared', ...PROJECT];
const GENERATED = new Set(['dist', '.output', '.wxt', 'node_modules']);

const TARGETS = [
  {
    name: 'the relay',
    stamp: 'relay',
    sources: ['relay', 'shared/protocol', 'shared/ui/strings', ...PROJECT],
    output: 'relay/dist/main.js',
    command: ['vite', 'build', '--config', 'relay/vite.config.ts', '--logLevel', 'warn'],
  },
  {
    name: 'the web app',
    stamp: 'pwa',
    sources: ['pwa', ...SHARED],
    output: 'pwa/dist/index.html',
    command: ['vite', 'build', 'pwa', '--logLevel', 'warn'],
  },
  {
    name: 'the extension for Chromium',
    stamp: 'extension-chromium',
    sources: ['extension', ...SHARED],
    output: 'extension/.output/chrome-mv3/manifest.json',
    command: ['wxt', 'build', 'extension'],
  },
  {
    name: 'the extension for Firefox',
    stamp: 'extension-firefox',
    sources: ['extension', ...SHARED],
    output: 'extension/.output/firefox-mv3/manifest.json',
    command: ['wxt', 'build', 'extension', '--browser', 'firefox', '--mv3'],
  },
];

function* filesUnder(path) {
  const entries = readdirSync(join(ROOT, path), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (GENERATED.has(entry.name)) continue;
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(child);
    else yield child;
  }
}

/** Contents, not times: a clone, a pull and a removed file must all be noticed. */
const fingerprint = (sources) => {
  const hash = createHash('sha256');
  for (const source of sources) {
    const files = source.includes('.') ? [source] : filesUnder(source);
    for (const file of files)
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(ROOT, file)))
        .update('\0');
  }
  return hash.digest('hex');
};

const buildIfStale = async ({ name, stamp, sources, output, command: [tool, ...args] }) => {
  const stamps = join(ROOT, 'node_modules/.cache/tincan');
  const stampFile = join(stamps, stamp);
  const wanted = fingerprint(sources);
  const built = existsSync(join(ROOT, output)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
  if (built) return;
  console.log(`Building ${name} …`);
  rmSync(stampFile, { force: true });
  await mustRun(tool, args, { quiet: true, env: { NODE_ENV: 'production' } });
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stampFile, wanted);
};

/** All of them, or those of these names. */
export const build = async (only = []) => {
  for (const target of TARGETS) if (only.length === 0 || only.includes(target.stamp)) await buildIfStale(target);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(process.argv.slice(2));
