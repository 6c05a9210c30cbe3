// npm run restore -- FILE: brings a backup back, before the relay of this environment is started.
import { runErrand } from './errand.ts';
import { restore } from './store/sqlite/restore.ts';

await runErrand('npm run restore -- FILE', (dataDir, file) => {
  restore(file, dataDir, Date.now());
  return `Restored ${file} to ${dataDir}. The relay can be started.`;
});
