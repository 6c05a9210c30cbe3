import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A disk of the relay's own, until the test has ended. */
export interface SmallDisk {
  readonly dataDir: string;
  /** For the relay's process. */
  readonly environment: Readonly<Record<string, string>>;
  /** From now on nothing on it can grow. */
  fill(): void;
  free(): void;
}

export interface FrailDisk extends SmallDisk {
  /** What was not brought to the disk by an fsync is gone. For when the relay has been killed. */
  losePower(): void;
  /** What was written is on the disk in the end. For when the relay has ended by itself. */
  writeBack(): void;
}

const SOURCE = join(import.meta.dirname, 'disk.c');

/** Why there can be no {@link frailDisk} here; undefined where there can. */
export const noFrailDisk: string | undefined =
  process.platform !== 'linux'
    ? 'LD_PRELOAD and /proc are of Linux'
    : spawnSync('gcc', ['--version']).status === 0
      ? undefined
      : 'there is no gcc';

/** A folder that falls back to its last fsync, and can be full: disk.c says how. Needs no privilege. */
export const frailDisk = (): FrailDisk => {
  const home = mkdtempSync(join(tmpdir(), 'tincan-disk-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const dataDir = join(home, 'data');
  const platter = join(home, 'platter');
  const full = join(home, 'full');
  const library = join(home, 'disk.so');
  mkdirSync(dataDir);
  execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE]);
  const writeBack = (): void => rmSync(platter, { recursive: true, force: true });
  return {
    dataDir,
    environment: { LD_PRELOAD: library, DISK_HOME: dataDir, DISK_PLATTER: platter, DISK_FULL: full },
    losePower() {
      for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true });
      const names = join(platter, 'names');
      for (const name of readdirSync(names)) copyFileSync(join(names, name), join(dataDir, name));
      writeBack();
    },
    writeBack,
    fill: () => writeFileSync(full, ''),
    free: () => rmSync(full),
  };
};

const MOUNTED_MIB = 8;
const BLOCK = 4096;

const mount = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${MOUNTED_MIB}m,mode=700`, 'tincan', folder]).status === 0;

const unmount = (folder: string): void => {
  execFileSync('umount', ['--lazy', folder]);
};

/** Why there can be no {@link mountedDisk} here; undefined where there can. */
export const noMountedDisk: string | undefined = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-mount-'));
  const possible = mount(folder);
  if (possible) unmount(folder);
  rmSync(folder, { recursive: true });
  return possible ? undefined : 'nothing can be mounted';
})();

/** A real file system of a few mebibytes, with something else on it that takes up the room. */
export const mountedDisk = (): SmallDisk => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-mount-'));
  if (!mount(folder)) throw new Error('nothing can be mounted');
  onTestFinished(() => {
    unmount(folder);
    rmSync(folder, { recursive: true });
  });
  const ballast = join(folder, 'ballast');
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  return {
    dataDir,
    environment: {},
    fill() {
      const block = Buffer.alloc(BLOCK);
      try {
        for (;;) writeFileSync(ballast, block, { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    free: () => rmSync(ballast),
  };
};
