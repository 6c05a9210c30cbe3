import { describe, expect, test } from 'vitest';
import { read } from './sources.ts';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const packages: Readonly<Record<string, Locked>> = JSON.parse(read('package-lock.json')).packages;
const manifest = JSON.parse(read('package.json'));

describe('package-lock.json', () => {
  test('names no registry', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test('has every platform’s packages, which `npm ci` insists on (`npm run lock` puts them in)', () => {
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(wanted.filter((name) => packages[`node_modules/${name}`]?.version === undefined)).toEqual([]);
  });

  test('of every package with an install script that is not optional it is said whether it may run', () => {
    const scripted = Object.entries(packages)
      .filter(([, locked]) => locked.hasInstallScript && !locked.optional)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(scripted).toEqual(Object.keys(manifest.allowScripts));
  });

  test('every version is exact', () => {
    const versions: readonly string[] = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^(?:npm:[\w.-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
