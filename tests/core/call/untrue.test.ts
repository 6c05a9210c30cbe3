import { describe, expect, test } from 'vitest';
import type { CallRecord } from '#shared/protocol/call.ts';
import { cy } from '#tests/fakes/ids.ts';
import { accepted, active, call, calling, me, online, play, ringing, talking, them, told } from './scene.ts';

const other = { account: cy, device: 'a device of cy', endpoint: 'another' };
const called = () => play(online(), told(ringing(them, { ringing: [me.device] })));

describe('[CA1] the relay does not choose', () => {
  test.each<[string, CallRecord]>([
    ['somebody else has answered', accepted(me, other)],
    ['somebody else has been called and has answered', { ...accepted(me, other), callee: cy }],
    ['somebody else is ready for a path', ringing(me, { ringing: [them.device], ready: [other] })],
    ['they have called', { ...accepted(other, me), callee: me.account }],
  ])('whom one calls: %s', (_, lie) => {
    const scene = calling(online());
    expect(play(scene, told(lie)).mind).toBe(scene.mind);
    expect(active(play(scene, told(lie), told(accepted(me, them, { version: 4 })))).person).toBe(them.account);
  });

  test('who calls, nor where they are', () => {
    const scene = called();
    for (const lie of [
      { ...ringing(other, { ringing: [me.device] }), version: 3, callee: me.account },
      { ...accepted(other, me), callee: me.account },
    ])
      expect(play(scene, told(lie)).mind).toBe(scene.mind);
  });

  test('whom one talks with, and whom one can go back to', () => {
    const scene = talking();
    expect(play(scene, told(accepted(me, other, { version: 4 }))).mind).toBe(scene.mind);
    for (const lie of [
      { ...accepted(me, other), callee: them.account },
      { ...accepted(other, them), callee: them.account },
    ])
      expect(call(play(online(), told(lie)))).toEqual({ phase: 'none' });
  });

  test('when one answers: no microphone opens by its word', () => {
    const scene = called();
    const lied = play(scene, told(accepted(them, me)));
    expect(lied.mind).toBe(scene.mind);
    expect(lied.effects).toEqual([]);
    const answer = { type: 'call-answered', media: 'audio' } as const;
    expect(active(play(scene, answer, told(accepted(them, me)))).microphone).toEqual({ state: 'starting' });
  });
});
