import { expect, test } from 'vitest';
import { badgeText } from '../../extension/platform/badge.ts';
import { deviceName } from '../../extension/platform/device-name.ts';
import { originPattern } from '../../extension/platform/permissions.ts';
import { captureRefusal } from '../../extension/platform/tab-capture.ts';

test('the badge is empty for nothing and never wider than three characters', () => {
  expect([0, 1, 99, 100, 2500].map(badgeText)).toEqual(['', '1', '99', '99+', '99+']);
});

test('access is asked for the host of the relay alone, whatever its port', () => {
  expect(originPattern('https://tincan.example')).toBe('https://tincan.example/*');
  expect(originPattern('http://localhost:9000')).toBe('http://localhost/*');
});

test('a device is named by its browser and system', async () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
  expect(await deviceName(chrome)).toBe('Chrome on Linux, extension');
  expect(await deviceName(`${chrome} Edg/156.0.0.0`)).toBe('Edge on Linux, extension');
  expect(await deviceName('Mozilla/5.0 (Windows NT 10.0; rv:153.0) Gecko/20100101 Firefox/153.0')).toBe(
    'Firefox on Windows, extension',
  );
  expect(await deviceName('something else')).toBe('Browser, extension');
});

test('each refusal of tab capture has a reason of ours', () => {
  expect(captureRefusal('Error: Cannot capture a tab with an active stream.')).toBe('already_shared');
  expect(captureRefusal('Error: Chrome pages cannot be captured.')).toBe('share_unsupported');
  expect(captureRefusal('Error: Extension has not been invoked for the current page (see activeTab permission).')).toBe(
    'device_denied',
  );
});
