import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { manifestFor } from '../../extension/manifest.ts';
import { build } from '../../scripts/build.mjs';

// What a person grants by installing. A change here is a decision, not a detail (security.md row 21).

test('the Chromium build asks for these permissions and no others', () => {
  const manifest = manifestFor('chrome');
  expect(manifest.permissions).toEqual([
    'storage',
    'unlimitedStorage',
    'notifications',
    'alarms',
    'activeTab',
    'tabCapture',
  ]);
  expect(manifest.minimum_chrome_version).toBe('141');
});

test.each(['chrome', 'firefox'])('the %s build suggests no more keys than a browser takes', (browser) => {
  const suggested = Object.values(manifestFor(browser).commands ?? {}).filter((command) => command?.suggested_key);
  expect(suggested).toHaveLength(4);
});

test('the Firefox build asks for the same but tab capture, which Firefox does not have', () => {
  const manifest = manifestFor('firefox');
  expect(manifest.permissions).toEqual(['storage', 'unlimitedStorage', 'notifications', 'alarms', 'activeTab']);
  expect(manifest.browser_specific_settings?.gecko).toMatchObject({
    id: 'extension@tincan.invalid',
    strict_min_version: '140.0',
  });
  expect(manifest.key).toBeUndefined();
});

test.each(['chrome', 'firefox'])('the %s build reaches no site before a person has named a relay', (browser) => {
  const manifest = manifestFor(browser);
  expect(manifest.host_permissions).toBeUndefined();
  expect(manifest.optional_host_permissions).toEqual(['https://*/*', 'http://*/*']);
  expect(manifest.content_scripts).toBeUndefined();
  expect(manifest.web_accessible_resources).toBeUndefined();
  expect(manifest.externally_connectable).toBeUndefined();
});

test.each(['chrome', 'firefox'])('pages of the %s build run only scripts of their own', (browser) => {
  const policy = manifestFor(browser).content_security_policy?.extension_pages;
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect(policy).not.toMatch(/unsafe-(?!eval\b)|[^-]unsafe-eval|https?:/);
});

describe('what is built', () => {
  beforeAll(() => build(['extension-chromium', 'extension-firefox']), 300_000);

  const OUTPUT = join(import.meta.dirname, '../../extension/.output');
  const built = (name: string): Readonly<Record<string, unknown>> =>
    JSON.parse(readFileSync(join(OUTPUT, name, 'manifest.json'), 'utf8'));

  const key = (letter: string) => ({ default: `Alt+Shift+${letter}` });
  const both = {
    manifest_version: 3,
    name: 'Tincan',
    description: 'Private calls between people who know each other. Click the icon, click a person, they ring.',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    icons: { 16: 'icon/16.png', 32: 'icon/32.png', 48: 'icon/48.png', 128: 'icon/128.png' },
    optional_host_permissions: ['https://*/*', 'http://*/*'],
    content_security_policy: {
      extension_pages:
        "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types tincan",
    },
    action: { default_title: 'Tincan', default_popup: 'popup.html' },
  };
  const commands = {
    _execute_action: { suggested_key: key('Y') },
    answer: { suggested_key: key('U'), description: 'Answer the call' },
    mute: { suggested_key: key('M'), description: 'Mute or unmute the microphone' },
    'hang-up': { suggested_key: key('H'), description: 'Hang up, or decline' },
  };
  const permissions = ['storage', 'unlimitedStorage', 'notifications', 'alarms', 'activeTab'];

  test('the manifest for Chromium says this and nothing else', () => {
    expect(built('chrome-mv3')).toEqual({
      ...both,
      key: manifestFor('chrome').key,
      minimum_chrome_version: '141',
      permissions: [...permissions, 'tabCapture'],
      commands: { ...commands, 'share-tab': { description: 'Share the tab in front into the call' } },
      background: { service_worker: 'background.js' },
    });
  });

  test('the manifest for Firefox says this and nothing else', () => {
    expect(built('firefox-mv3')).toEqual({
      ...both,
      permissions,
      commands,
      browser_specific_settings: {
        gecko: {
          id: 'extension@tincan.invalid',
          strict_min_version: '140.0',
          data_collection_permissions: { required: ['authenticationInfo', 'personalCommunications'] },
        },
      },
      background: { scripts: ['background.js'] },
    });
  });

  test.each(['chrome-mv3', 'firefox-mv3'])('the pages of %s have no code of their own in them', (name) => {
    for (const page of ['popup.html', 'call.html', 'welcome.html']) {
      expect(existsSync(join(OUTPUT, name, page))).toBe(true);
      const text = readFileSync(join(OUTPUT, name, page), 'utf8');
      const scripts = [...text.matchAll(/<script\b[^>]*>([^<]*)/g)];
      expect(scripts.length).toBeGreaterThan(0);
      expect(scripts.filter(([tag, code]) => code?.trim() !== '' || !/ src="\//.test(tag))).toEqual([]);
      expect(text).not.toMatch(/\son\w+=|https?:\/\//);
    }
  });
});
