import { describe, expect, test } from 'vitest';
import type { AppEvent } from '#shared/core/mind.ts';
import {
  accepted,
  active,
  CALL,
  call,
  calling,
  me,
  myOtherWindow,
  online,
  peerSays,
  play,
  type Scene,
  talking,
  them,
  told,
  types,
} from './scene.ts';

const set = (device: 'microphone' | 'camera', on: boolean): AppEvent => ({ type: 'device-set', device, on });
const started = (device: 'microphone' | 'camera', stream?: string): AppEvent => ({
  type: 'device-started',
  call: CALL,
  device,
  ...(stream && { stream }),
});
const failed = (device: 'microphone' | 'camera'): AppEvent => ({
  type: 'device-failed',
  call: CALL,
  device,
  reason: 'device_denied',
});
const devices = (microphone: string, camera: string) => ({
  type: 'peer-message',
  call: CALL,
  message: { type: 'devices', microphone, camera },
});
const speaking = (): Scene => play(talking(), started('microphone'));

describe('microphone and camera', () => {
  test('what is on is told to the other side, once it changes', () => {
    expect(speaking().effects).toEqual([devices('on', 'off')]);
    const camera = play(speaking(), set('camera', true));
    expect(camera.effects).toEqual([{ type: 'capture', call: CALL, device: 'camera' }]);
    const seen = play(camera, started('camera', 'preview'));
    expect(active(seen)).toMatchObject({ camera: { state: 'on' }, localStream: 'preview' });
    expect(seen.effects).toEqual([devices('on', 'on')]);
    const off = play(seen, set('camera', false));
    expect(active(off).localStream).toBeUndefined();
    expect(off.effects).toEqual([{ type: 'capture-end', call: CALL, device: 'camera' }, devices('on', 'off')]);
  });

  test('[R35] a picture that the network cannot carry is off for the other side, until it can', () => {
    const seen = play(speaking(), set('camera', true), started('camera', 'preview'));
    const weak = play(seen, peerSays({ type: 'quality', quality: { bars: 1, remedy: 'no-picture' } }));
    expect(weak.effects).toEqual([devices('on', 'off')]);
    expect(active(weak)).toMatchObject({ camera: { state: 'on' }, quality: { bars: 1 } });
    expect(play(weak, peerSays({ type: 'quality', quality: { bars: 2 } })).effects).toEqual([devices('on', 'on')]);
    expect(play(talking(), peerSays({ type: 'quality', quality: { bars: 1, remedy: 'no-picture' } })).effects).toEqual(
      [],
    );
  });

  test('the microphone is toggled by whoever has the call, whichever context was asked', () => {
    const toggled = { type: 'microphone-toggled' } as const;
    const muted = play(speaking(), toggled);
    expect(active(muted).microphone).toEqual({ state: 'off' });
    expect(active(play(muted, toggled)).microphone).toEqual({ state: 'starting' });
    const elsewhere = play(online({ calling: false }), told(accepted(them, myOtherWindow)), toggled);
    expect(elsewhere.effects).toEqual([{ type: 'window-message', message: { type: 'toggle-microphone' } }]);
    expect(play(online(), toggled).effects).toEqual([]);
  });

  test('[R25] what cannot be had is said, and can be tried again', () => {
    const denied = play(talking(), failed('microphone'));
    expect(active(denied).microphone).toEqual({ state: 'unavailable', reason: 'device_denied' });
    expect(denied.effects).toEqual([devices('unavailable', 'off')]);
    expect(play(denied, set('microphone', false)).mind).toBe(denied.mind);
    expect(active(play(denied, set('microphone', true))).microphone).toEqual({ state: 'starting' });
  });

  const missing = (device: 'microphone' | 'camera'): AppEvent => ({
    type: 'device-failed',
    call: CALL,
    device,
    reason: 'device_missing',
  });
  const found = (device: 'microphone' | 'camera'): AppEvent => ({ type: 'device-found', call: CALL, device });

  test('[R25] a microphone that was missed speaks as soon as there is one', () => {
    const again = play(talking(), missing('microphone'), found('microphone'));
    expect(active(again).microphone).toEqual({ state: 'starting' });
    expect(again.effects).toContainEqual({ type: 'capture', call: CALL, device: 'microphone' });
  });

  test('[R25] nothing is turned on that was refused, that is off, or that is a camera', () => {
    for (const scene of [
      play(talking(), failed('microphone')),
      play(speaking(), set('microphone', false)),
      play(speaking(), set('camera', true), missing('camera')),
    ]) {
      expect(play(scene, found('microphone'), found('camera')).mind).toBe(scene.mind);
    }
  });

  test('[R25] a microphone that is found while its person hears nobody speaks only once they hear again', () => {
    const deaf = play(talking(), missing('microphone'), { type: 'deafened-set', deafened: true });
    const plugged = play(deaf, found('microphone'));
    expect(active(plugged)).toMatchObject({ microphone: { state: 'off' }, deafened: true });
    expect(types(plugged)).not.toContain('capture');
    const hearing = play(plugged, { type: 'deafened-set', deafened: false });
    expect(active(hearing).microphone).toEqual({ state: 'starting' });
    expect(hearing.effects).toContainEqual({ type: 'capture', call: CALL, device: 'microphone' });
  });

  test('what was captured while it rang is carried into the call', () => {
    const ready = play(
      calling(online(), 'video'),
      started('microphone'),
      started('camera', 'preview'),
      told(accepted(me, them)),
    );
    expect(active(ready)).toMatchObject({
      microphone: { state: 'on' },
      camera: { state: 'on' },
      localStream: 'preview',
    });
    expect(ready.effects).toContainEqual(devices('on', 'on'));
    expect(types(ready)).not.toContain('capture');
  });

  test('muting is possible while it rings', () => {
    const muted = play(calling(online()), started('microphone'), set('microphone', false));
    expect(call(muted)).toMatchObject({ microphone: { state: 'off' } });
    expect(muted.effects).toEqual([{ type: 'capture-end', call: CALL, device: 'microphone' }]);
  });

  test.each([
    ['a device of another call', { type: 'device-started', call: 'another', device: 'camera' }],
    ['one that was not asked for', started('camera')],
    ['a failure of one that is off', failed('camera')],
    ['what is on already', set('microphone', true)],
    ['what is off already', set('camera', false)],
  ] as const)('%s changes nothing', (_, event) => {
    const before = speaking();
    const scene = play(before, event);
    expect(scene.mind).toBe(before.mind);
    expect(scene.effects).toEqual([]);
  });

  test('without a call there are none', () => {
    const before = online();
    for (const event of [set('microphone', true), started('camera'), failed('camera')])
      expect(play(before, event).mind).toBe(before.mind);
  });

  test('what the other side says of its devices is shown', () => {
    const event: AppEvent = peerSays({
      type: 'message',
      message: { type: 'devices', microphone: 'off', camera: 'on' },
    });
    const scene = play(talking(), event);
    expect(active(scene)).toMatchObject({ remoteMicrophone: 'off', remoteCamera: 'on' });
    expect(play(scene, event).mind).toBe(scene.mind);
  });
});
