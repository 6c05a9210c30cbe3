import { describe, expect, test } from 'vitest';
import { checkAddress, checkProxy } from '../../../relay/features/setup-check/address.ts';

const PUBLIC_URL = 'https://talk.example';
const setting = { PUBLIC_URL, TRUST_PROXY: false };
const arrival = { host: 'talk.example', secure: true, forwarded: false };

describe('the address', () => {
  test.each([
    ['fits', arrival, setting, 'ok', 'address-fits'],
    ['fits with the usual port', { ...arrival, host: 'talk.example:443' }, setting, 'ok', 'address-fits'],
    ['is another than people come by', { ...arrival, host: '192.0.2.1:9000' }, setting, 'warning', 'address-differs'],
    ['is not set', arrival, { ...setting, PUBLIC_URL: undefined }, 'warning', 'address-missing'],
    [
      'is of this machine alone',
      { ...arrival, host: 'localhost:9000', secure: false },
      { ...setting, PUBLIC_URL: undefined },
      'skipped',
      'address-local',
    ],
    [
      'is without TLS, and not set',
      { ...arrival, secure: false },
      { ...setting, PUBLIC_URL: undefined },
      'failed',
      'address-plain',
    ],
    ['is set without TLS', arrival, { ...setting, PUBLIC_URL: 'http://talk.example' }, 'failed', 'address-plain'],
    ['is no address', { ...arrival, host: '' }, { ...setting, PUBLIC_URL: undefined }, 'skipped', 'not-tried'],
  ] as const)('%s', (_, come, set, state, found) => {
    expect(checkAddress(come, set)).toMatchObject({ id: 'address', state, found });
  });
});

describe('the proxy', () => {
  const trusting = { PUBLIC_URL, TRUST_PROXY: true };
  const forwarded = { ...arrival, forwarded: true };

  test.each([
    ['is not there, and not expected', arrival, setting, 'ok', 'proxy-none'],
    ['is there, and believed', forwarded, trusting, 'ok', 'proxy-trusted'],
    ['is there, and not believed', forwarded, setting, 'failed', 'proxy-not-trusted'],
    ['is expected, and not there', arrival, trusting, 'failed', 'proxy-silent'],
    ['does not tell of TLS', { ...forwarded, secure: false }, trusting, 'failed', 'proxy-hides-tls'],
  ] as const)('%s', (_, come, set, state, found) => {
    expect(checkProxy(come, set)).toEqual({ id: 'proxy', state, found });
  });
});
