import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const built = (folder: string): string => fileURLToPath(new URL(`../../${folder}`, import.meta.url));

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

/** What a script cannot run without, and of what it loads on demand the files that are named so. */
const importsOf = (text: string, wanted: RegExp): readonly string[] => [
  ...[...text.matchAll(/(?:from|import)\s*["'`]\.\/([\w~.$-]+\.js)["'`]/g)].map(([, name]) => name ?? ''),
  ...[...text.matchAll(/import\(["'`]\.\/([\w~.$-]+\.js)["'`]\)/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => wanted.test(name)),
];

/** Scripts of a built page, as KiB of gzip, each by itself. `wanted`: what it loads by itself as soon as it can. */
const kib = (folder: string, page: string, wanted: RegExp): number => {
  const found = new Set<string>();
  const visit = (script: string): void => {
    if (found.has(script)) return;
    expect(existsSync(join(folder, script)), script).toBe(true);
    found.add(script);
    for (const name of importsOf(read(folder, script), wanted)) visit(join(dirname(script), name));
  };
  for (const [, script = ''] of read(folder, page).matchAll(/(?:src|href)="\/([^"]+\.js)"/g)) visit(script);
  return [...found].reduce((sum, script) => sum + gzipSync(read(folder, script), { level: 9 }).length, 0) / 1024;
};

const PWA = built('pwa/dist');
const EXTENSION = built('extension/.output/chrome-mv3');

test('the first paint of the web app waits for at most 20 KiB', () => {
  const weight = kib(PWA, 'index.html', /^$/);
  expect(weight).toBeGreaterThan(5);
  expect(weight).toBeLessThan(20);
});

test('people and a chat are there after at most 60 KiB', () => {
  const weight = kib(PWA, 'index.html', /^(?:start|en|rest)-(?!more)/);
  expect(weight).toBeGreaterThan(30);
  expect(weight).toBeLessThan(60);
});

test('the popup loads at most 40 KiB until it is connected', () => {
  const weight = kib(EXTENSION, 'popup.html', /^client-/);
  expect(weight).toBeGreaterThan(25);
  expect(weight).toBeLessThan(40);
  // It brings English along, and never asks for the file of it, in which there is nothing more.
  const withEnglish = kib(EXTENSION, 'popup.html', /^(?:client|en)-(?!more)/);
  expect(withEnglish - weight).toBeLessThan(0.1);
});
