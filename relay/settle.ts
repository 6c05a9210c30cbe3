import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes what was written there survive a power cut: a file, or the names in a folder. */
export const settle = (path: string): void => {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
};
