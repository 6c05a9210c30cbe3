import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** A file of the project; `path` is relative to its top. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

const GENERATED = new Set([
  '.git',
  '.output',
  '.wxt',
  'coverage',
  'data',
  'dist',
  'node_modules',
  'results',
  'test-results',
]);

export const filesUnder = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (GENERATED.has(entry.name)) return [];
    return entry.isDirectory() ? filesUnder(path) : [path];
  });

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The files under `folder` whose names end in one of `endings`. */
export const sourcesUnder = (folder: string, endings: readonly string[]): readonly Source[] =>
  filesUnder(folder)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: read(path) }));

const IMPORT =
  /^(?:import|export|\})[^\n]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)|new URL\('(\.[^']+)', import\.meta\.url\)|^@import '([^']+)'/gm;

/** What a file imports, as it is written there. */
export const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(IMPORT)].flatMap((match) => match.slice(1).filter((name) => name !== undefined));

/** The path of an imported file of ours, `undefined` for a package or a Node builtin. */
export const resolveImport = (importer: string, imported: string): string | undefined => {
  if (imported.startsWith('#')) return imported.slice(1);
  return imported.startsWith('.') ? normalize(join(dirname(importer), imported)) : undefined;
};

export const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
