import { expect, test } from 'vitest';
import { isApp } from '../../pwa/app-pages.ts';

const own = (path: string): boolean => isApp(new URL(path, 'https://relay.test'));

test('the relay answers its own addresses, with or without the app on the device', () => {
  for (const path of ['/api/account', '/docs', '/docs/', '/openapi-3.0.json', '/metrics', '/health/ready', '/peerjs'])
    expect(own(path), path).toBe(false);
});

test('every other address is the app’s', () => {
  for (const path of ['/', '/share', '/documents', '/apiary', '/?errand=1#/with/ann'])
    expect(own(path), path).toBe(true);
});
