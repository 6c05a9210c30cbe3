import { describe, expect, test } from 'vitest';
import { retryAfter } from '../../../relay/features/push/push-sender.ts';
import { isInside, lookupOutside, pushServiceOf } from '../../../relay/features/push/push-services.ts';

const of = (endpoint: string, own: readonly string[] = []) => pushServiceOf(new URL(endpoint), own);

describe('where a relay sends pushes', () => {
  test.each([
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
    'https://fcm.googleapis.com:443/wp/abc',
  ])('[PU2] %s is at a known push service', (endpoint) => {
    expect(of(endpoint)).toBe('known');
  });

  test.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/fcm/send/abc',
    'https://fcm.googleapis.com.evil.example/fcm/send/abc',
    'https://evilpush.apple.com/abc',
    'https://push.apple.com.evil.example/abc',
    'https://notify.windows.com/abc',
    'https://fcm.googleapis.com@evil.example/',
    'https://evil.example\\@fcm.googleapis.com/',
    'https://user:word@fcm.googleapis.com/abc',
    'https://user@fcm.googleapis.com/abc',
    'https://127.0.0.1/abc',
    'https://localhost/abc',
    'https://[::1]/abc',
    'https://[::ffff:127.0.0.1]/abc',
    'https://2130706433/abc',
    'https://0x7f.1/abc',
    'https://10.0.0.1/abc',
    'https://192.168.1.1/abc',
    'https://169.254.169.254/latest/meta-data',
    'https://metadata.google.internal/abc',
    'ftp://fcm.googleapis.com/abc',
    'file:///etc/passwd',
    'data:text/plain,abc',
  ])('[PU2] %s is not', (endpoint) => {
    expect(of(endpoint)).toBeUndefined();
  });

  test('[PU2] the operator may name further hosts, with their port where it is another', () => {
    const own = ['push.example', '*.push.example:8443', 'localhost:9100'];
    expect(of('https://push.example/abc', own)).toBe('own');
    expect(of('https://a.push.example:8443/abc', own)).toBe('own');
    expect(of('https://localhost:9100/abc', own)).toBe('own');
    for (const other of [
      'https://localhost/',
      'https://a.push.example/',
      'http://push.example/',
      'https://localhost:9101/',
    ])
      expect(of(other, own)).toBeUndefined();
  });

  test.each([
    [
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '127.255.0.1',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
    ],
    ['192.0.0.8', '192.168.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1'],
    ['::ffff:10.0.0.1', '64:ff9b::7f00:1', 'fc00::1', 'fd12::1', 'fe80::1', '2001::1', '2002:7f00:1::', 'ff02::1'],
    [
      '::127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:a9fe:a9fe',
      '64:ff9b:1::a00:1',
      'fec0::1',
      'febf::1',
      'fdff::1',
      '192.0.0.192',
    ],
  ])('[PU2] %s and its like are inside', (...addresses) => {
    expect(addresses.filter((address) => !isInside(address))).toEqual([]);
  });

  test('[PU2] addresses of the internet at large are not', () => {
    expect(['142.250.1.95', '17.57.144.10', '172.32.0.1', '2a00:1450::5f', '2606:4700::1'].filter(isInside)).toEqual(
      [],
    );
  });

  test.each([{ all: true }, { all: false }])('[PU2] a name that leads inside leads nowhere, %j', async (options) => {
    const answer = await new Promise((resolve) => lookupOutside('localhost', options, resolve));
    expect(String(answer)).toContain('an address inside');
  });
});

test('[PU5] Retry-After has seconds or a date, and else it is 2 s', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  expect(retryAfter('7', now)).toBe(7_000);
  expect(retryAfter('Sat, 21 Nov 2026 10:00:30 GMT', now)).toBe(30_000);
  expect(retryAfter('Sat, 21 Nov 2026 09:00:00 GMT', now)).toBe(0);
  expect(retryAfter('soon', now)).toBe(2_000);
  expect(retryAfter(undefined, now)).toBe(2_000);
});
