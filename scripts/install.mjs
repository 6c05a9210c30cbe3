// Brings node_modules to what package-lock.json says. Needs nothing but the machine's own Node and npm.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, NODE, ROOT } from './run.mjs';

const packagesIn = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages;

/** npm notes at the end of each install what it has put where; a package for another platform is not there. */
const isInstalled = () => {
  if (!existsSync(NODE) || !existsSync(join(ROOT, 'node_modules/.package-lock.json'))) return false;
  const installed = packagesIn('node_modules/.package-lock.json');
  return Object.entries(packagesIn('package-lock.json')).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === wanted.version : wanted.optional === true;
  });
};

export const install = async () => {
  if (isInstalled()) return;
  console.log('Installing packages (a minute or two, only after they have changed) …');
  await mustRun('npm', ['ci', '--loglevel=error'], { quiet: true });
  if (existsSync(NODE)) return;
  // Where npm was told not to run install scripts, this one is run all the same: it fetches Node 22.
  await mustRun('npm', ['rebuild', 'node', '--no-ignore-scripts', '--loglevel=error'], { quiet: true });
};
