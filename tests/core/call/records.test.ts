import { describe, expect, test } from 'vitest';
import { bo, uuid } from '#tests/fakes/ids.ts';
import {
  accepted,
  active,
  CALL,
  call,
  calling,
  ended,
  me,
  myLaptop,
  myOtherWindow,
  NOW,
  online,
  play,
  proposed,
  ringing,
  talking,
  them,
  told,
  types,
  welcome,
} from './scene.ts';

describe('records', () => {
  test('[CA1] one that is not newer changes nothing', () => {
    for (const scene of [play(online(), told(ringing(them))), talking()]) {
      for (const record of [ringing(them), proposed(them), ringing(me), proposed(me)]) {
        const same = play(scene, told(record));
        expect(same.mind).toBe(scene.mind);
        expect(same.effects).toEqual([]);
      }
    }
  });

  test('[CA1] none revives a call that is over here', () => {
    const over = play(talking(), { type: 'call-hung-up' }, { type: 'call-dismissed' });
    const late = play(over, told(accepted(me, them, { version: 7 })));
    expect(late.mind).toBe(over.mind);
    expect(late.effects).toEqual([]);
  });

  test('[CA9] a new endpoint of the other side is where signals go', () => {
    const moved = { ...them, endpoint: 'elsewhere' };
    const scene = play(talking(), told(accepted(me, moved, { version: 4 })));
    expect(active(scene).peer).toEqual(moved);
    expect(scene.effects).toEqual([{ type: 'peer-address', call: CALL, peer: moved }]);
  });

  test('[CA8] a call that crossed ours and lives is taken up', () => {
    const theirs = uuid(0xca10);
    const mine = { ...me };
    const scene = play(calling(online(), 'video'), told(accepted(them, mine, { call: theirs })));
    expect(active(scene)).toMatchObject({ call: theirs, role: 'callee', camera: { state: 'starting' } });
    expect(types(scene).indexOf('call-media-end')).toBeLessThan(types(scene).indexOf('peer-link'));
    // Ours may have met theirs only here.
    expect(scene.effects).toContainEqual({ type: 'call-request', frame: { type: 'call-end', call: CALL } });
    expect(active(play(scene, told(ended(me, { reason: 'glare' })))).call).toBe(theirs);
  });

  test('[CA8] [R17] it does not ring where it is heard of between the end of ours and its own answer', () => {
    const theirs = uuid(0xca10);
    const met = play(
      calling(online()),
      told(ended(me, { reason: 'glare' })),
      told(ringing(them, { call: theirs, ringing: [me.device] })),
    );
    expect(call(met)).toMatchObject({ phase: 'incoming', answering: 'audio' });
    expect(types(play(met, { type: 'ring-won', call: theirs }))).not.toContain('tone');
    const taken = play(met, told(accepted(them, me, { call: theirs })));
    expect(active(taken)).toMatchObject({ call: theirs, microphone: { state: 'starting' } });
  });

  test('[CA8] it is taken up also where the end of ours was heard of first', () => {
    const theirs = uuid(0xca10);
    const lost = play(calling(online(), 'video'), told(ended(me, { reason: 'glare' })), {
      type: 'link-closed',
      code: 1006,
    });
    expect(call(lost).phase).toBe('ended');
    expect(active(play(lost, welcome(), told(accepted(them, { ...me }, { call: theirs }))))).toMatchObject({
      call: theirs,
      role: 'callee',
      camera: { state: 'starting' },
    });
    const declined = play(calling(online()), told(ended(me, { reason: 'declined' })));
    expect(call(play(declined, told(accepted(them, { ...me }, { call: theirs })))).phase).toBe('ended');
  });

  test('calls of one’s other devices show nothing while they ring', () => {
    expect(call(play(online(), told(ringing(myLaptop)))).phase).toBe('none');
  });

  test('a call that another context of this device makes is shown, and can be cancelled from here', () => {
    const rings = play(online(), told(ringing(myOtherWindow)));
    expect(call(rings)).toMatchObject({ phase: 'other-context', person: bo });
    expect(call(rings)).not.toHaveProperty('answeredAt');
    expect(play(rings, { type: 'call-hung-up' }).effects).toContainEqual({
      type: 'call-request',
      frame: { type: 'call-end', call: CALL },
    });
    expect(call(play(rings, told(accepted(myOtherWindow, them))))).toMatchObject({
      phase: 'other-context',
      answeredAt: NOW,
    });
    expect(call(play(rings, told(ended(myOtherWindow, { reason: 'cancelled' }))))).toEqual({ phase: 'none' });
  });
});
