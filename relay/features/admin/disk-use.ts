import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Overview } from '#shared/protocol/administration.ts';
import { freeBytes } from '../../free-bytes.ts';

const DATABASE = ['tincan.db', 'tincan.db-wal'];

/** What the relay takes of the disk and what is left of it. */
export const diskUse = async (dataDir: string): Promise<Overview['disk']> => {
  const sizes = await Promise.all(
    DATABASE.map((name) =>
      stat(join(dataDir, name)).then(
        ({ size }) => size,
        () => 0, // there is no log yet
      ),
    ),
  );
  return { database: sizes.reduce((sum, size) => sum + size, 0), free: await freeBytes(dataDir) };
};
