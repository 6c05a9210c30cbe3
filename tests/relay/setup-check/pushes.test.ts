import { describe, expect, test } from 'vitest';
import {
  checkClock,
  checkPushKeys,
  checkPushServices,
  checkPushSubject,
  hear,
} from '../../../relay/features/setup-check/pushes.ts';
import { freePort } from '../free-port.ts';

const heard = (ahead?: number) => ({ host: 'push.example', ...(ahead !== undefined && { ahead }) });
const silent = { host: 'silent.example', error: 'ETIMEDOUT' };

describe('push services', () => {
  test('that answer are in order', () => {
    expect(checkPushServices([heard(0)])).toMatchObject({ state: 'ok', about: 'push.example' });
  });

  test('of which some do not answer are a warning, and a failure where none does', () => {
    const details = { found: 'push-services-silent', about: 'silent.example', said: 'ETIMEDOUT' };
    expect(checkPushServices([heard(0), silent])).toMatchObject({ state: 'warning', ...details });
    expect(checkPushServices([silent])).toMatchObject({ state: 'failed', ...details });
  });

  test('where nobody listens there is a reason', async () => {
    const host = `localhost:${await freePort()}`;
    expect(await hear(host)).toEqual({ host, error: 'ECONNREFUSED' });
  });
});

describe('the clock', () => {
  test('is right where it is within half a minute of the middle of the others', () => {
    expect(checkClock([heard(-3), heard(2), heard(4_000)])).toEqual({
      id: 'clock',
      state: 'ok',
      found: 'clock-right',
      amount: 2,
    });
  });

  test('is wrong where most say so', () => {
    expect(checkClock([heard(-90), heard(-91), heard(0)])).toMatchObject({ state: 'failed', amount: 90 });
  });

  test('is not judged where nobody could be asked', () => {
    expect(checkClock([silent, heard()])).toEqual({ id: 'clock', state: 'skipped', found: 'clock-unknown' });
  });
});

describe('the keys for pushes', () => {
  test('are kept, not there yet, or cannot be read', async () => {
    expect(await checkPushKeys('/data', async () => 'B')).toMatchObject({
      state: 'ok',
      about: '/data/vapid-keys.json',
    });
    expect(await checkPushKeys('/data', async () => undefined)).toMatchObject({ state: 'skipped' });
    const unreadable = () => Promise.reject(new SyntaxError('Unexpected token'));
    expect(await checkPushKeys('/data', unreadable)).toMatchObject({
      state: 'failed',
      found: 'push-keys-broken',
      said: 'Unexpected token',
    });
  });

  test('name somebody, or nobody', () => {
    expect(checkPushSubject('mailto:ann@talk.example')).toMatchObject({ state: 'ok' });
    expect(checkPushSubject('mailto:nobody@tincan.invalid')).toMatchObject({
      state: 'warning',
      found: 'push-subject-none',
    });
  });
});
