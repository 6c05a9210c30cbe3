import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes what was written there survive a power cut: a file, or the names in a folder. */
export const settle = (path: string): void => {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
};

/**
 * Puts a file there that only the relay's user can read: whole, or not at all. A power cut must not leave a part of it,
 * nor may what was made with it outlive it.
 */
export const putFile = (file: string, data: string | Uint8Array): void => {
  writeFileSync(`${file}.new`, data, { mode: 0o600 });
  settle(`${file}.new`);
  renameSync(`${file}.new`, file);
  settle(dirname(file));
};
