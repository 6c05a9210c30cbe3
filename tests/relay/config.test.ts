import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../relay/config.ts';
import { MAIN } from './start-relay.ts';

const SECRET = 'a'.repeat(32);

const complaint = (environment: Readonly<Record<string, string>>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
};

describe('configuration', () => {
  test('nothing needs to be set, and an empty variable is one that is not set', () => {
    expect(readConfig({ PORT: '', TLS: '' })).toEqual(readConfig({}));
    expect(readConfig({})).toMatchObject({
      HOST: '0.0.0.0',
      PORT: 9000,
      TLS: 'off',
      REGISTRATION: 'open',
      RING_SECONDS: 60,
    });
  });

  test('values are read as what they mean', () => {
    const config = readConfig({
      PORT: '0',
      TRUST_PROXY: 'yes',
      RATE_LIMIT_SCALE: '0.5',
      ALLOWED_ORIGINS: 'https://a.example, https://B.example:443',
      ICE_SERVERS: '[{"urls":["stun:stun.example:3478"]}]',
      TURN_URLS: 'turn:turn.example, turns:[2001:db8::1]:5349?transport=tcp',
      TURN_SECRET: `${SECRET},${SECRET}`,
      PEERJS_PATH: '/of-pages/v1.0',
    });
    expect(config).toMatchObject({
      PORT: 0,
      TRUST_PROXY: true,
      RATE_LIMIT_SCALE: 0.5,
      ALLOWED_ORIGINS: ['https://a.example', 'https://b.example'],
      ICE_SERVERS: [{ urls: ['stun:stun.example:3478'] }],
      TURN_URLS: ['turn:turn.example', 'turns:[2001:db8::1]:5349?transport=tcp'],
      TURN_SECRET: [SECRET, SECRET],
      PEERJS_PATH: '/of-pages/v1.0',
    });
  });

  test.each([
    [{ PORT: '70000' }, 'PORT is "70000"; allowed: a whole number from 0 to 65535'],
    [{ PORT: '90.5' }, 'PORT is "90.5"; allowed: a whole number'],
    [{ TLS: 'on' }, 'TLS is "on"; allowed: off, self-signed, cert+key'],
    [{ RING_SECONDS: '5' }, 'RING_SECONDS is "5"; allowed: a whole number from 20 to 90'],
    [{ ROOM_IDLE_HOURS: '0' }, 'ROOM_IDLE_HOURS is "0"; allowed: a whole number from 1 to 8760'],
    [{ ROOM_MESH_LIMIT: '13' }, 'ROOM_MESH_LIMIT is "13"; allowed: a whole number from 2 to 12'],
    [{ PUBLIC_URL: 'talk.example' }, 'PUBLIC_URL is "talk.example"; allowed: an address'],
    [{ ICE_SERVERS: 'stun:stun.example' }, 'ICE_SERVERS is "stun:stun.example"; allowed: JSON'],
    [{ ALLOWED_ORIGINS: 'https://*.example' }, 'ALLOWED_ORIGINS is "https://*.example"; allowed: an origin'],
    [{ ALLOWED_ORIGINS: 'https://[::1' }, 'ALLOWED_ORIGINS is "https://[::1"; allowed: an origin'],
    [{ ALLOWED_ORIGINS: 'a.example' }, 'ALLOWED_ORIGINS is "a.example"; allowed: an origin'],
    [{ PUSH_SERVICES: 'https://push.example' }, 'PUSH_SERVICES is "https://push.example"; allowed: hosts'],
    [{ VAPID_SUBJECT: 'ann' }, 'VAPID_SUBJECT is "ann"; allowed: an address, such as mailto:'],
    [{ ADMIN_LOGIN: 'ann' }, 'ADMIN_PASSWORD is not set'],
    [{ TURN_URLS: 'stun:a.example' }, 'TURN_URLS is "stun:a.example"; allowed: addresses such as turn:'],
    [
      { TURN_URLS: 'turn:a.example?transport=sctp' },
      'TURN_URLS is "turn:a.example?transport=sctp"; allowed: addresses',
    ],
    [{ TURN_URLS: 'turn:a.example' }, 'TURN_SECRET is not set; allowed: TURN_URLS and TURN_SECRET go together'],
    [{ TURN_SECRET: SECRET }, 'TURN_URLS is not set; allowed: TURN_URLS and TURN_SECRET go together'],
    [{ TURN_SECRET: [SECRET, SECRET, SECRET].join() }, 'TURN_SECRET is not acceptable; allowed: one secret, or'],
    [{ TURN_SECRET: 'short' }, 'TURN_SECRET is not acceptable; allowed: 32 characters or more'],
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN is not acceptable; allowed: 16 or more of'],
    [{ DISK_FREE_MIB: '-1' }, 'DISK_FREE_MIB is "-1"; allowed: a whole number from 0'],
    [{ TLS: 'cert+key' }, 'TLS_CERT is not set'],
    [{ PEERJS_KEY: 'peerjs' }, 'PEERJS_KEY is not acceptable; allowed: 16 to 64 of a-z, A-Z, 0-9, _ and -'],
    [{ PEERJS_KEY: 'a/key?with&much=in it' }, 'PEERJS_KEY is not acceptable; allowed: 16 to 64 of'],
    [{ PEERJS_PATH: 'peerjs' }, 'PEERJS_PATH is "peerjs"; allowed: a path such as /peerjs'],
    [{ PEERJS_PATH: '/peerjs/' }, 'PEERJS_PATH is "/peerjs/"; allowed: a path such as /peerjs, without / at its end'],
    [{ PEERJS_PATH: '/' }, 'PEERJS_PATH is "/"; allowed: a path'],
    [{ PEERJS_PATH: '/api/peers' }, 'PEERJS_PATH is "/api/peers"; allowed: a path such as /peerjs'],
    [{ PEERJS_PATH: '/:key' }, 'PEERJS_PATH is "/:key"; allowed: a path'],
    [{ PEERJS_CLIENTS: '0' }, 'PEERJS_CLIENTS is "0"; allowed: a whole number from 1'],
  ])('%j is refused with the name, what was given and what is allowed', (environment, words) => {
    expect(complaint(environment)).toContain(words);
  });

  test('every complaint comes at once, and none has a password in it', () => {
    const words = complaint({ PORT: 'x', HOST: 'h', MAILBOX_DAYS: '0', ADMIN_LOGIN: 'ann', ADMIN_PASSWORD: 'hunter2' });
    expect(words.split('\n')).toHaveLength(3);
    expect(words).toMatch(
      /PORT[\s\S]*ADMIN_PASSWORD is not acceptable; allowed: 12 to 128 characters[\s\S]*MAILBOX_DAYS/,
    );
    expect(words).not.toContain('hunter2');
  });

  test('a wrong value stops the start', () => {
    const run = spawnSync(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, PORT: 'nine' },
      encoding: 'utf8',
    });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('PORT is "nine"');
  });
});
