// npm run lock: writes package-lock.json anew after a dependency has changed.
// A registry that lacks a package for some other platform makes npm leave it out, and `npm ci` then refuses the lockfile.
// Such packages are put in by name and version: npm skips them everywhere but on their own platform.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, ROOT } from './run.mjs';

const file = join(ROOT, 'package-lock.json');
const SYSTEM = /android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32/;
const PROCESSOR = /arm64|arm|ia32|loong64|ppc64|riscv64|s390x|x64/;

const placeholder = (name, version, dev) => {
  const [os] = SYSTEM.exec(name) ?? [];
  const [cpu] = PROCESSOR.exec(name) ?? [];
  if (!os || !cpu) throw new Error(`${name}@${version} is not in the registry, and its name tells no platform`);
  const libc = os === 'linux' ? { libc: [name.includes('musl') ? 'musl' : 'glibc'] } : {};
  return { version, cpu: [cpu], ...(dev ? { dev } : {}), ...libc, optional: true, os: [os] };
};

await mustRun('npm', ['install', '--package-lock-only', '--loglevel=error']);
const lock = JSON.parse(readFileSync(file, 'utf8'));
for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    lock.packages[`node_modules/${name}`] ??= placeholder(name, version, dev);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
