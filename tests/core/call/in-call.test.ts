import { describe, expect, test } from 'vitest';
import { uuid } from '#tests/fakes/ids.ts';
import {
  accepted,
  active,
  answered,
  CALL,
  call,
  dropLink,
  ended,
  ending,
  later,
  me,
  myOtherWindow,
  online,
  peerSays,
  play,
  request,
  ringing,
  talking,
  them,
  told,
  types,
  welcome,
} from './scene.ts';

const OTHER = uuid(0xca12);

describe('in a call', () => {
  test('a path that never comes ends it as failed media', () => {
    expect(ending(later(talking(false), 30_000, { type: 'timer', timer: 'call' }))).toMatchObject({
      reason: 'failed-media',
    });
    expect(ending(play(talking(false), peerSays({ type: 'path-failed' })))).toMatchObject({
      reason: 'failed-media',
    });
    expect(call(play(talking(), peerSays({ type: 'path-failed' }))).phase).toBe('active');
    expect(call(play(talking(), { type: 'timer', timer: 'call' })).phase).toBe('active');
  });

  test('[CA5] hanging up is said to the other side, and to the relay until it has heard', () => {
    const scene = later(talking(), 12_000, { type: 'call-hung-up' });
    expect(ending(scene)).toEqual({ kind: 'ended', reason: 'hang-up', by: 'me', seconds: 12 });
    expect(scene.effects[0]).toEqual({ type: 'peer-message', call: CALL, message: { type: 'hang-up' } });
    expect(scene.effects).toContainEqual(request('call-end'));
    const away = play(talking(), dropLink, { type: 'call-hung-up' });
    expect(away.effects).not.toContainEqual(request('call-end'));
    expect(play(away, { type: 'timer', timer: 'link' }, welcome('new')).effects).toContainEqual(request('call-end'));
  });

  test('the other side’s hang-up ends it without the relay', () => {
    const scene = play(talking(), peerSays({ type: 'message', message: { type: 'hang-up' } }));
    expect(ending(scene)).toMatchObject({ reason: 'hang-up', by: 'them' });
  });

  test('[R31] losing the socket changes nothing, and the next one joins', () => {
    const before = talking();
    const lost = play(before, dropLink);
    expect(lost.mind.app.call).toBe(before.mind.app.call);
    expect(active(lost).path.state).toBe('connected');
    expect(types(lost)).not.toContain('call-media-end');
    const back = play(lost, { type: 'timer', timer: 'link' }, welcome('new'));
    expect(back.effects[1]).toMatchObject({ type: 'hello' });
    expect(back.effects).toContainEqual({ type: 'call-request', frame: { type: 'call-join', call: CALL } });
    expect(types(back)).toContain('peer-revival');
  });

  test('[CA9] a call that the relay has given up goes on while the path is there, and ends where it is not', () => {
    const gaveUp = told(ended(me, { answerer: them, reason: 'reconnect-failed' }));
    expect(call(play(talking(), gaveUp)).phase).toBe('active');
    expect(ending(play(talking(false), gaveUp))).toMatchObject({ reason: 'reconnect-failed' });
    expect(call(play(talking(), answered('call-join', 'call_unknown'))).phase).toBe('active');
    expect(ending(play(talking(false), answered('call-join', 'call_over')))).toMatchObject({
      reason: 'reconnect-failed',
    });
  });

  test('media are said to be there once, and again to a relay that was restarted', () => {
    const first = play(talking(false), peerSays({ type: 'path-connected' }));
    expect(first.effects).toContainEqual({ type: 'frame', frame: { type: 'call-connected', call: CALL } });
    const lost = play(first, peerSays({ type: 'path-lost', ago: 0 }), peerSays({ type: 'path-connected' }));
    expect(types(lost)).toEqual(['timer-end']);
  });

  test('[CA5] any context of the device may hang up', () => {
    const scene = play(online({ calling: false }), told(accepted(them, myOtherWindow)), { type: 'call-hung-up' });
    const asked = { type: 'window-message', message: { type: 'hang-up', call: CALL } };
    expect(call(scene).phase).toBe('other-context');
    expect(scene.effects).toEqual([asked, { type: 'call-request', frame: { type: 'call-end', call: CALL } }]);
    // Those without the call do not pass it on to each other.
    expect(play(scene, { type: 'call-hung-up', call: CALL }).effects).toEqual([]);
  });

  test('another context hangs up just the call that it sees', () => {
    const hungUp = (call: string) => ({ type: 'call-hung-up', call }) as const;
    expect(call(play(talking(), hungUp(OTHER))).phase).toBe('active');
    expect(ending(play(talking(), hungUp(CALL)))).toMatchObject({ reason: 'hang-up', by: 'me' });
    const rings = play(online(), told(ringing(them)));
    expect(play(rings, hungUp(CALL)).mind).toBe(rings.mind);
  });

  test('signing out ends it on both sides', () => {
    const scene = play(talking(), { type: 'session-found', session: undefined });
    expect(call(scene)).toEqual({ phase: 'none' });
    expect(scene.effects[0]).toEqual({ type: 'peer-message', call: CALL, message: { type: 'hang-up' } });
    expect(types(scene)).toContain('call-media-end');
    expect(types(scene)).toContain('socket-end');
  });

  test('whoever is deafened is not heard either; afterwards the microphone is as it was', () => {
    const speaking = play(talking(), { type: 'device-started', call: CALL, device: 'microphone' });
    expect(active(speaking).microphone).toEqual({ state: 'on' });
    const deaf = play(speaking, { type: 'deafened-set', deafened: true });
    expect(active(deaf)).toMatchObject({ deafened: true, microphone: { state: 'off' } });
    expect(deaf.effects).toEqual([
      { type: 'capture-end', call: CALL, device: 'microphone' },
      { type: 'peer-message', call: CALL, message: { type: 'devices', microphone: 'off', camera: 'off' } },
    ]);
    expect(play(deaf, { type: 'deafened-set', deafened: true }).mind).toBe(deaf.mind);
    const back = play(deaf, { type: 'deafened-set', deafened: false });
    expect(active(back)).toMatchObject({ deafened: false, microphone: { state: 'starting' } });
    expect(back.effects).toContainEqual({ type: 'capture', call: CALL, device: 'microphone' });
  });

  test('a microphone that was off stays off, and switching it on ends being deafened', () => {
    const muted = play(talking(), { type: 'device-set', device: 'microphone', on: false });
    const deaf = play(muted, { type: 'deafened-set', deafened: true });
    expect(deaf.effects).toEqual([]);
    const back = play(deaf, { type: 'deafened-set', deafened: false });
    expect(active(back)).toMatchObject({ deafened: false, microphone: { state: 'off' } });
    const speaking = play(deaf, { type: 'device-set', device: 'microphone', on: true });
    expect(active(speaking)).toMatchObject({ deafened: false, microphone: { state: 'starting' } });
  });
});
