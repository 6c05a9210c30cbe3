// npm run backup -- FOLDER_OR_FILE: all that the relay of this environment keeps, in one file, while it runs.
import { statSync } from 'node:fs';
import { runErrand } from './errand.ts';
import { backUp } from './store/sqlite/back-up.ts';

await runErrand('npm run backup -- FOLDER_OR_FILE', (dataDir, target) => {
  const file = backUp(dataDir, target, Date.now());
  return `Backed up to ${file} (${Math.ceil(statSync(file).size / 1024)} KiB). Whoever has it has the relay: keep it as safe.`;
});
