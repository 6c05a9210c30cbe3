import { describe, expect, test } from 'vitest';
import { bo, boPhone, cy, uuid } from '#tests/fakes/ids.ts';
import {
  answered,
  CALL,
  call,
  calling,
  dropLink,
  ended,
  ending,
  later,
  me,
  online,
  play,
  proposed,
  request,
  ringing,
  signedIn,
  talking,
  them,
  told,
  types,
  welcome,
} from './scene.ts';

describe('calling', () => {
  test('[CA2] asks the relay and for the microphone at once', () => {
    const scene = calling(online(), 'video');
    expect(call(scene)).toMatchObject({
      phase: 'outgoing',
      stage: 'asking',
      microphone: { state: 'starting' },
      camera: { state: 'starting' },
    });
    expect(scene.effects).toContainEqual({
      type: 'call-request',
      frame: { type: 'call-invite', call: CALL, callee: bo, media: 'video' },
    });
    expect(types(scene).filter((type) => type === 'capture')).toHaveLength(2);
  });

  test('[R8] is calling, with a soft tone, until a device rings, and only then plays the ringback', () => {
    const begun = calling(online());
    expect(begun.effects.filter(({ type }) => type === 'tone')).toEqual([{ type: 'tone', tone: 'calling' }]);
    const proposal = play(begun, told(proposed(me)));
    expect(call(proposal)).toMatchObject({ stage: 'calling' });
    expect(types(proposal)).not.toContain('tone');
    const rings = play(proposal, told(ringing(me)));
    expect(call(rings)).toMatchObject({ stage: 'ringing' });
    expect(rings.effects).toEqual([{ type: 'tone', tone: 'ringback' }]);
    expect(play(rings, told(ringing(me, { version: 3 }))).effects).toEqual([]);
  });

  test('[R7] tells at how many devices it rings', () => {
    const pushed = told(ringing(me, { ringing: [boPhone, uuid(0xb2)], notified: [uuid(0xb3)] }));
    expect(call(play(calling(online()), pushed))).toMatchObject({ stage: 'ringing', devices: 2 });
  });

  test('[R7] [PU6] is notified once a push service has the ring, and ringing as soon as a device says so', () => {
    const pushed = play(calling(online()), told(proposed(me, { version: 2, notified: [boPhone] })));
    expect(call(pushed)).toMatchObject({ stage: 'notified', devices: 1 });
    expect(types(pushed)).not.toContain('tone');
    const rings = play(pushed, told(ringing(me, { version: 3, notified: [boPhone] })));
    expect(call(rings)).toMatchObject({ stage: 'ringing' });
    expect(rings.effects).toEqual([{ type: 'tone', tone: 'ringback' }]);
  });

  test('waits for a link that is coming up, and is refused in words after 10 s', () => {
    const scene = calling(signedIn());
    expect(scene.effects).not.toContainEqual(request('call-invite'));
    expect(scene.effects).toContainEqual({ type: 'timer', timer: 'call', ms: 10_000 });
    expect(play(scene, welcome()).effects).toContainEqual(request('call-invite'));
    const refused = later(scene, 10_000, { type: 'timer', timer: 'call' });
    expect(ending(refused)).toEqual({ kind: 'refused', reason: 'offline' });
    expect(types(refused)).toContain('call-media-end');
  });

  test('is refused at once where the link has been down for more than 10 s, or is closed', () => {
    const down = later(play(online(), dropLink), 10_000, {
      type: 'call-started',
      call: CALL,
      person: bo,
      media: 'audio',
    });
    expect(ending(down)).toEqual({ kind: 'refused', reason: 'offline' });
    expect(types(down)).toEqual([]);
  });

  test('what the relay refuses ends it with the reason', () => {
    expect(ending(play(calling(online()), answered('call-invite', 'rate_limited')))).toEqual({
      kind: 'refused',
      reason: 'rate_limited',
    });
  });

  test('[CA7] a busy person ends it as busy', () => {
    const scene = play(calling(online()), told(ended(me, { reason: 'busy' })));
    expect(ending(scene)).toEqual({ kind: 'ended', reason: 'busy', by: 'them', seconds: 0 });
    expect(types(scene)).toContain('call-media-end');
  });

  test('[CA7] it is told whether it is oneself who is busy, on another device', () => {
    const ended_by = { account: me.account, device: me.device };
    const scene = play(calling(online()), told(ended(me, { reason: 'busy', ended_by })));
    expect(ending(scene)).toEqual({ kind: 'ended', reason: 'busy', by: 'me', seconds: 0 });
  });

  test('[CA5] hanging up before the answer cancels', () => {
    const scene = play(calling(online()), told(ringing(me)), { type: 'call-hung-up' });
    expect(ending(scene)).toEqual({ kind: 'ended', reason: 'cancelled', by: 'me', seconds: 0 });
    expect(scene.effects).toContainEqual({ type: 'call-request', frame: { type: 'call-end', call: CALL } });
  });

  test('[CA6] waits for nobody’s answer as long as the relay says, and a little longer', () => {
    const scene = play(calling(play(signedIn(), welcome('here', 0, [], 90))), told(ringing(me)));
    expect(scene.effects).toContainEqual({ type: 'timer', timer: 'call', ms: 95_000 });
  });

  test('[CA17] waits as long as the other has chosen, and a little longer', () => {
    const scene = play(calling(online()), told(ringing(me, { ring_seconds: 30 })));
    expect(scene.effects).toContainEqual({ type: 'timer', timer: 'call', ms: 35_000 });
  });

  test('ends by itself a little after the relay should have said so', () => {
    const rings = play(calling(online()), told(proposed(me)));
    expect(rings.effects).toContainEqual({ type: 'timer', timer: 'call', ms: 65_000 });
    expect(ending(later(rings, 65_000, { type: 'timer', timer: 'call' }))).toMatchObject({ reason: 'no-answer' });
  });

  test('a person who is calling already is answered instead', () => {
    const scene = play(play(online(), told(ringing(them))), {
      type: 'call-started',
      call: uuid(1),
      person: bo,
      media: 'video',
    });
    expect(call(scene)).toMatchObject({ phase: 'incoming', answering: 'video' });
  });

  test('while in a call it says so', () => {
    const scene = play(talking(), { type: 'call-started', call: uuid(1), person: cy, media: 'audio' });
    expect(scene.effects).toEqual([{ type: 'notice', reason: 'already_in_call' }]);
  });

  test('a context without calling starts nothing', () => {
    const before = online({ calling: false });
    const scene = calling(before);
    expect(scene.mind).toBe(before.mind);
    expect(scene.effects).toEqual([]);
  });
});
