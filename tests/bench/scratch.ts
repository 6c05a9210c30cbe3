import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A folder for this run on the project's own disk (the system's temporary folder may live in memory, where fdatasync costs nothing). */
export const scratch = mkdtempSync(join(import.meta.dirname, 'results', 'scratch-'));

process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
