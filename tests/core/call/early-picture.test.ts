import { describe, expect, test } from 'vitest';
import { defaultPrivacy, type Privacy } from '#shared/core/privacy/privacy.ts';
import { CALL, call, calling, me, online, peerSays, play, ringing, type Scene, them, told, types } from './scene.ts';

const connected = peerSays({ type: 'path-connected' });
const watching = peerSays({ type: 'message', message: { type: 'watching' } });
const shows = (camera: 'on' | 'off') => ({ type: 'devices', microphone: 'off', camera }) as const;
const choosing = (chosen: Partial<Privacy>): Scene =>
  play(online(), { type: 'privacy-read', privacy: { ...defaultPrivacy, ...chosen } });

/** bo calls, and the path to this device is there. */
const called = (chosen: Partial<Privacy>): Scene =>
  play(
    choosing(chosen),
    told(ringing(them, { ringing: [me.device], media: 'video' })),
    { type: 'ring-won', call: CALL },
    peerSays({ type: 'remote-stream', stream: 'bo' }),
    connected,
  );

/** ann calls with video, her camera is on, and the path to bo's phone is there. */
const rings = (chosen: Partial<Privacy>): Scene =>
  play(
    calling(choosing(chosen), 'video'),
    { type: 'device-started', call: CALL, device: 'camera', stream: 'mine' },
    told(ringing(me, { ringing: [them.device], ready: [them] })),
    connected,
  );
const toThem = (camera: 'on' | 'off') => ({
  type: 'peer-message',
  call: CALL,
  to: them.device,
  message: expect.objectContaining(shows(camera)),
});

describe('the picture of whoever calls, before the answer', () => {
  test('[CA13] is asked for only by a person who has chosen so, once the path is there', () => {
    const message = { type: 'watching' };
    expect(called({ seesEarly: true }).effects).toEqual([
      { type: 'peer-message', call: CALL, message, to: them.device },
    ]);
    expect(called({}).effects).toEqual([]);
    expect(called({ showsEarly: true }).effects).toEqual([]);
  });

  test('[CA13] is there to be shown when the caller says so, and nothing of the callee is captured', () => {
    const seen = play(called({ seesEarly: true }), peerSays({ type: 'message', message: shows('on') }));
    expect(call(seen)).toMatchObject({ phase: 'incoming', warm: { remoteStream: 'bo', devices: { camera: 'on' } } });
    expect(types(seen)).toEqual([]);
  });

  test('[CA13] goes only where both have chosen so, and is told with the camera’s state', () => {
    const watched = play(rings({ showsEarly: true }), watching);
    expect(watched.effects).toEqual([{ type: 'peer-preview', call: CALL, peer: them }, toThem('on')]);
    expect(play(watched, watching).effects).toEqual([]);
    const dark = play(watched, { type: 'device-set', device: 'camera', on: false });
    expect(dark.effects).toEqual([{ type: 'capture-end', call: CALL, device: 'camera' }, toThem('off')]);
    expect(play(rings({}), watching).effects).toEqual([]);
    expect(play(rings({ seesEarly: true }), watching).effects).toEqual([]);
  });
});
