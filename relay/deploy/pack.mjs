// node relay/deploy/pack.mjs FOLDER: puts into a new folder all that a built relay needs on a machine like this one, and nothing
// else: what is built, the packages that it still names, of their binaries those for this platform, and a list of all packages.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import relay from '../vite.config.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const BUILT = ['package.json', 'LICENSE', 'relay/dist', 'pwa/dist'];

const { getPrebuildPath } = createRequire(import.meta.url)(join(ROOT, 'node_modules/better-sqlite3/lib/binding.js'));
const { platform, arch, versions } = process;
/** Where packages bring a binary for each platform: the one to keep. */
const KEPT = {
  'node_modules/better-sqlite3/prebuilds/': relative(ROOT, getPrebuildPath()),
  'node_modules/uWebSockets.js/dist/bin/': `node_modules/uWebSockets.js/dist/bin/uws_${platform}_${arch}_${versions.modules}.node`,
};
/** Sources, and what is compiled of them where a package is installed with its scripts. */
const LEFT_OUT = ['deps', 'src', 'build'].map((name) => `node_modules/better-sqlite3/${name}`);

const packages = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;

/** The folder in which Node finds the package, seen from another one's folder. */
const folderOf = (name, from) => {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const folder = join(at, 'node_modules', name);
    if (packages[folder]) return folder;
    if (at === '') throw new Error(`${name} is not in the lockfile`);
  }
};

const needed = new Set();
const need = (folder) => {
  if (needed.has(folder) || !existsSync(join(ROOT, folder))) return; // of another platform
  needed.add(folder);
  const { dependencies, optionalDependencies } = packages[folder];
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) need(folderOf(name, folder));
};
for (const name of relay.ssr.external) need(folderOf(name, ''));

const isKept = (folder, path) => {
  if (path.startsWith(`${folder}/node_modules`) || LEFT_OUT.includes(path)) return false;
  const [, kept = path] = Object.entries(KEPT).find(([place]) => path.startsWith(place)) ?? [];
  return path === kept;
};

const [target] = process.argv.slice(2);
if (!target || existsSync(target)) {
  console.error('Usage: node relay/deploy/pack.mjs FOLDER, which is not there yet');
  process.exit(1);
}
mkdirSync(target, { recursive: true });
for (const path of BUILT) cpSync(join(ROOT, path), join(target, path), { recursive: true });
for (const folder of needed)
  cpSync(join(ROOT, folder), join(target, folder), {
    recursive: true,
    filter: (source) => isKept(folder, relative(ROOT, source)),
  });

/** A package as CycloneDX 1.5 has it, from the lockfile. */
const component = (folder) => {
  const { name: alias, version, license, integrity } = packages[folder];
  const name = alias ?? folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': `${folder}@${version}`,
    name,
    version,
    purl,
    ...(license ? { licenses: [{ license: { name: license } }] } : {}),
    hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') }],
  };
};

// Not by `npm sbom --omit dev`: that leaves out what the tools for building need, too (npm 11.19, November 2026).
const { name, version } = packages[''];
const components = Object.keys(packages)
  .filter((folder) => folder !== '' && !packages[folder].dev && existsSync(join(ROOT, folder)))
  .map(component);
const bom = { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 };
const metadata = { component: { type: 'application', name, version } };
writeFileSync(join(target, 'sbom.cdx.json'), JSON.stringify({ ...bom, metadata, components }, undefined, 1));
