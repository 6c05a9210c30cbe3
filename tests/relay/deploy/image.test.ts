import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RELAY } from '../../../scripts/run.mjs';
import { ROOT, read } from '../../repo/sources.ts';
import { freePort } from '../free-port.ts';
import { newPerson, request } from '../test-client.ts';
import { buildImage, type Image } from './dockerfile.ts';

const DOCKERFILE = join(ROOT, 'relay/deploy/Dockerfile');
const MIB = 1024 * 1024;
/** All packages are installed, from npm's cache where they are there, and the web app is built. */
const PATIENCE_MS = 600_000;
/** `nobody`, where this is root, which may write everywhere. */
const isRoot = process.getuid?.() === 0;
const owner = isRoot ? { uid: 65534, gid: 65534 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

let scratch: string;
let image: Image;
let node: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tincan-image-'));
  chmodSync(scratch, 0o755);
  image = await buildImage({ dockerfile: DOCKERFILE, context: ROOT, scratch, owner });
  node = join(image.root, 'node'); // the base image's; this one may lie where only its owner gets
  copyFileSync(process.execPath, node);
  execFileSync('chmod', ['-R', 'a-w', image.folder]);
}, PATIENCE_MS);
afterAll(async () => {
  execFileSync('chmod', ['-R', 'u+w', image.folder]);
  await rm(scratch, { recursive: true });
}, PATIENCE_MS);

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(image.folder, folder), { recursive: true, encoding: 'utf8' });

describe('the image', () => {
  test('has what runs and nothing else, and of binaries those for its own platform', () => {
    expect(readdirSync(image.folder).sort()).toEqual([
      'LICENSE',
      'node_modules',
      'package.json',
      'pwa',
      'relay',
      'sbom.cdx.json',
    ]);
    expect(filesOf('relay')).not.toContain('main.ts');
    const { platform, arch, versions } = process;
    expect(filesOf('node_modules').filter((path) => path.endsWith('.node'))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^@node-rs\/argon2-/),
        `better-sqlite3/prebuilds/${platform}-${arch}.node`,
        `uWebSockets.js/dist/bin/uws_${platform}_${arch}_${versions.modules}.node`,
      ]),
    );
    expect(filesOf('node_modules').filter((path) => path.endsWith('.node'))).toHaveLength(3);
    const size = sizeOf(image.folder);
    console.info(`the image adds ${Math.round(size / MIB)} MiB to its base`);
    expect(size).toBeLessThan(50 * MIB);
  });

  test('says of which packages, in which versions, it is made: each that is there, and those in the web app', () => {
    const { bomFormat, components } = JSON.parse(readFileSync(join(image.folder, 'sbom.cdx.json'), 'utf8'));
    expect(bomFormat).toBe('CycloneDX');
    const listed = (components as readonly { purl: string }[]).map(({ purl }) => decodeURIComponent(purl));
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const inApp = ['solid-js', '@hpke/core'].map((name) => `pkg:npm/${name}@${dependencies[name]}`);
    const there = filesOf('node_modules')
      .filter((path) => /^(@[^/]+\/)?[^/]+\/package\.json$/.test(path))
      .map((path) => JSON.parse(readFileSync(join(image.folder, 'node_modules', path), 'utf8')))
      .map(({ name, version }) => `pkg:npm/${name}@${version}`);
    expect(there.length).toBeGreaterThan(5);
    expect(listed).toEqual(expect.arrayContaining([...inApp, ...there]));
  });

  test('is built from the Node that everybody runs, and starts the relay as npm start does', () => {
    const { dependencies } = JSON.parse(read('package.json'));
    const bases = [...readFileSync(DOCKERFILE, 'utf8').matchAll(/^FROM node:(\S+)-bookworm-slim/gm)].map(
      ([, tag]) => tag,
    );
    expect(bases).toEqual([dependencies.node, dependencies.node]);
    expect(image.command).toEqual(['node', ...RELAY]);
    expect(image.user).toBe('node');
  });

  test('whatever git leaves aside, the image is not built from', () => {
    const aside = (file: string) =>
      read(file)
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => line.replace(/^\*\*\//, '').replace(/\/$/, ''));
    expect(aside('.dockerignore')).toEqual(expect.arrayContaining(aside('.gitignore')));
  });

  test('as another user, on files that cannot be written, it serves the app and opens sockets; it ends in order', async () => {
    const port = await freePort();
    const { DATA_DIR = '', ...environment } = image.environment;
    const env = { ...environment, DATA_DIR: join(image.root, DATA_DIR), PORT: String(port), HOST: '127.0.0.1' };
    const [, ...args] = image.command;
    const child = spawn(node, args, { cwd: image.folder, env, ...owner, stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        output += String(chunk);
        if (output.includes('Tincan is ready')) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      void exited.then(() => reject(new Error(output)));
    });
    expect(output).not.toContain('not built');
    const url = `http://127.0.0.1:${port}`;
    expect((await request(url, '/health')).body).toEqual({ status: 'ok' });
    expect((await request(url, '/', { headers: { accept: 'text/html' } })).body).toContain('<title>Tincan');
    const ann = await newPerson(url, 'ann');
    expect(ann.welcome.type).toBe('welcome');

    const [, ...check] = image.healthCheck;
    expect(spawnSync(node, check, { cwd: image.folder, env, ...owner }).status).toBe(0);
    const backup = join(image.root, 'backups');
    const backed = spawnSync(node, ['relay/dist/backup.js', backup], { cwd: image.folder, env, ...owner });
    expect([backed.status, readdirSync(backup)]).toEqual([0, [expect.stringMatching(/^tincan-.*\.backup$/)]]);

    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(spawnSync(node, check, { cwd: image.folder, env, ...owner }).status).toBe(1);
  });
});
