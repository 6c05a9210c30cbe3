import { statfs } from 'node:fs/promises';

/** What this process may still write to the file system that holds the folder. */
export const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};
