import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BUILD = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url));

/** Tests start the relay as people run it: built, where its sources have changed since. */
export const setup = (): void => {
  execFileSync(process.execPath, [BUILD, 'relay'], { stdio: 'inherit' });
};
