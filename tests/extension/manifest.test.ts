import { expect, test } from 'vitest';
import { manifestFor } from '../../extension/manifest.ts';

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
