import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { RelayFrame } from '#shared/protocol/frames.ts';

export const ann = '0b9a4e0e-6f0a-4c56-9d3c-2a1f4b5c6d7e';
export const bo = '1c8b5f1f-7a1b-4d67-8e4d-3b2a5c6d7e8f';
export const annsPhone = '2d7c6a2a-8b2c-4e78-9f5e-4c3b6d7e8f90';
export const bosLaptop = '3e6d7b3b-9c3d-4f89-8a6f-5d4c7e8f9a0b';
const call = '4f5e8c4c-0d4e-4a9b-9b70-6e5d8f9a0b1c';
const envelopeId = '01JD8Z3W9G7XK2M5N4P6Q8R0ST';

export const key = `${'A'.repeat(43)}=`;
const signature = `${'B'.repeat(86)}==`;
export const box = { prekey: 1, enc: key, ciphertext: 'c2VhbGVk', signature };
const prekey = { id: 1, key, signature };
const oneTimePrekey = { id: 2 ** 32, key, signature };
const conversation = `direct:${ann}:${bo}`;
const caller = { account: ann, device: annsPhone, endpoint: 'endpoint-1' };
const facts = { call, version: 1, media: 'audio', caller, callee: bo, created_at: 1 } as const;
const signal = { to: 'endpoint-2', call, box };
const room = 'Aa0Bb1Cc2D';
const proof = key;
const visit = '0'.repeat(32);

/** One valid frame of each type that a client sends. */
export const clientFrames: { readonly [T in ClientFrame['type']]: Extract<ClientFrame, { type: T }> } = {
  hello: { type: 'hello', id: '1', after: 0, active: true },
  ping: { type: 'ping' },
  activity: { type: 'activity', active: false },
  typing: { type: 'typing', to: bo, typing: true },
  contact: { type: 'contact', id: '2', account: bo, act: 'request' },
  devices: { type: 'devices', id: '3', accounts: [bo] },
  'one-time-prekeys': { type: 'one-time-prekeys', id: '13', accounts: [bo] },
  prekey: { type: 'prekey', id: '4', prekey, one_time: [oneTimePrekey] },
  'device-list': { type: 'device-list', id: '11', list: { text: '{}', signature } },
  link: { type: 'link', id: '12', to: annsPhone, body: 'c2VhbGVk' },
  send: {
    type: 'send',
    id: '5',
    envelope: {
      id: envelopeId,
      conversation,
      to: bo,
      suite: 1,
      body: 'AAAA',
      sealed: [{ account: bo, device: bosLaptop, box }],
    },
  },
  acknowledge: { type: 'acknowledge', through: 7 },
  'call-invite': { type: 'call-invite', id: '6', call, callee: bo, media: 'video' },
  'call-ringing': { type: 'call-ringing', call },
  'call-ready': { type: 'call-ready', call },
  'call-accept': { type: 'call-accept', id: '7', call },
  'call-decline': { type: 'call-decline', id: '8', call },
  'call-connected': { type: 'call-connected', call },
  'call-end': { type: 'call-end', id: '9', call, reason: 'hang-up' },
  'call-join': { type: 'call-join', id: '10', call, from_device: bosLaptop },
  'room-create': { type: 'room-create', id: '14', room, proof, about: 'c2VhbGVk', waiting_room: true },
  'room-look': { type: 'room-look', id: '15', room, proof },
  'room-join': { type: 'room-join', id: '16', room, proof, visit },
  'room-leave': { type: 'room-leave', id: '17', room },
  'room-admit': { type: 'room-admit', id: '18', room, account: bo, admit: true },
  'room-remove': { type: 'room-remove', id: '19', room, account: bo },
  'room-end': { type: 'room-end', id: '20', room },
  'room-signal': { type: 'room-signal', room, to: 'endpoint-2', kind: 'offer', sealed: 'c2VhbGVk' },
  offer: { type: 'offer', ...signal },
  answer: { type: 'answer', ...signal },
  candidate: { type: 'candidate', ...signal },
  restart: { type: 'restart', ...signal },
  leave: { type: 'leave', ...signal },
};

/** One valid frame of each type that the relay sends. */
export const relayFrames: { readonly [T in RelayFrame['type']]: Extract<RelayFrame, { type: T }> } = {
  'ring-test': { type: 'ring-test', test: call },
  welcome: {
    type: 'welcome',
    endpoint: 'endpoint-1',
    account: { uid: ann, login: 'ann', role: 'person' },
    device: annsPhone,
    server_time: 1,
    ice_servers: [{ urls: 'stun:stun.example.org' }],
    limits: { max_frame_bytes: 65_536, ring_seconds: 60, ping_seconds: 20 },
    resume: 'ticket',
  },
  'ice-servers': {
    type: 'ice-servers',
    ice_servers: [{ urls: ['turn:turn.example.org'], username: 'u', credential: 'c' }],
  },
  pong: { type: 'pong' },
  ok: { type: 'ok', id: '1' },
  error: { type: 'error', id: '1', detail: 'slow down', error_code: 'rate_limited', retry_after: 3 },
  roster: { type: 'roster', contacts: [{ account: bo, login: 'boris', relation: 'contact' }] },
  contact: { type: 'contact', contact: { account: bo, login: 'boris', relation: 'none' } },
  presence: { type: 'presence', people: [{ account: bo, status: 'offline', last_seen: 1 }] },
  typing: { type: 'typing', from: bo, typing: true },
  devices: {
    type: 'devices',
    id: '2',
    devices: [{ account: bo, device: bosLaptop, signing_key: key, prekey }],
    lists: [{ text: '{}', signature }],
  },
  'one-time-prekeys': {
    type: 'one-time-prekeys',
    id: '4',
    prekeys: [{ device: bosLaptop, prekey: oneTimePrekey }],
  },
  'prekeys-low': { type: 'prekeys-low', prekey: 1 },
  'devices-changed': { type: 'devices-changed', account: bo },
  link: { type: 'link', from: annsPhone, body: 'c2VhbGVk' },
  sent: { type: 'sent', id: '3', envelope: envelopeId, at: 1 },
  deliver: {
    type: 'deliver',
    items: [
      {
        kind: 'envelope',
        seq: 1,
        at: 1,
        envelope: {
          id: envelopeId,
          conversation,
          from: { account: bo, device: bosLaptop },
          suite: 1,
          body: 'AAAA',
          box,
        },
      },
    ],
  },
  call: { type: 'call', record: { ...facts, state: 'ringing', ringing: [bosLaptop], ready: [], notified: [] } },
  room: { type: 'room', id: '1', news: { type: 'knocking', room } },
  bye: { type: 'bye', retry_after: 1 },
  offer: { type: 'offer', from: 'endpoint-1', ...signal },
  answer: { type: 'answer', from: 'endpoint-1', ...signal },
  candidate: { type: 'candidate', from: 'endpoint-1', ...signal },
  restart: { type: 'restart', from: 'endpoint-1', ...signal },
  leave: { type: 'leave', from: 'endpoint-1', ...signal },
};
