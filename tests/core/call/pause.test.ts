import { describe, expect, test } from 'vitest';
import { active, CALL, later, NOW, peerSays, play, type Scene, talking, types } from './scene.ts';

const hide = { type: 'visibility-changed', visible: false } as const;
const show = { type: 'visibility-changed', visible: true } as const;
const silenced = { type: 'capture-silenced', call: CALL, device: 'microphone' } as const;
const frozen = { type: 'page-frozen' } as const;
const says = (paused: boolean) => ({ type: 'peer-message', call: CALL, message: { type: 'paused', paused } });
const hears = (paused: boolean) => peerSays({ type: 'message', message: { type: 'paused', paused } });

const speaking = (): Scene => play(talking(), { type: 'device-started', call: CALL, device: 'microphone' });
const wants = (scene: Scene): readonly string[] =>
  scene.effects.flatMap((effect) => (effect.type === 'capture' ? [effect.device] : []));

describe('a phone that is locked', () => {
  test('[R33] the other side is told once that the system has taken the microphone', () => {
    const locked = play(speaking(), hide, silenced);
    expect(active(locked).paused).toBe(true);
    expect(locked.effects).toEqual([says(true)]);
    expect(play(locked, silenced).effects).toEqual([]);
    expect(play(speaking(), hide, frozen).effects).toEqual([says(true)]);
  });

  test('[R33] a microphone that ended in the background is not missing: it was taken', () => {
    const ended = { type: 'device-failed', call: CALL, device: 'microphone', reason: 'device_missing' } as const;
    const locked = play(speaking(), hide, ended);
    expect(active(locked)).toMatchObject({ paused: true, microphone: { state: 'on' } });
    expect(active(play(speaking(), ended)).microphone.state).toBe('unavailable');
  });

  test('[R33] a page that is merely in the background goes on', () => {
    const hidden = play(speaking(), hide);
    expect(active(hidden).paused).toBeUndefined();
    expect(hidden.effects).toContainEqual({ type: 'captures-look', call: CALL });
    expect(types(hidden)).not.toContain('peer-message');
    // Nor does a headset that silences itself in front of the person.
    expect(types(play(speaking(), silenced))).toEqual([]);
  });

  test('[R33] when somebody looks again what was on is asked for again, and the path is looked after', () => {
    const back = play(speaking(), hide, silenced, show);
    expect(active(back)).toMatchObject({ microphone: { state: 'on' } });
    expect(active(back).paused).toBeUndefined();
    expect(wants(back)).toEqual(['microphone']);
    expect(back.effects).toContainEqual(says(false));
    expect(back.effects).toContainEqual({ type: 'peer-revival', call: CALL });
    const resumed = play(speaking(), frozen, { type: 'page-resumed' });
    expect(resumed.effects).toContainEqual(says(false));
  });

  test('[R25] [R33] whoever was muted stays so', () => {
    const muted = play(speaking(), { type: 'device-set', device: 'microphone', on: false });
    expect(wants(play(muted, hide, silenced, show))).toEqual([]);
  });

  test('[R33] the path to a phone that sleeps is sought for two minutes, and nobody is told of it', () => {
    const asleep = play(speaking(), hears(true), peerSays({ type: 'path-lost', ago: 3_000 }));
    expect(active(asleep)).toMatchObject({ remotePaused: true, path: { state: 'reconnecting', told: 'nobody' } });
    expect(asleep.effects).toEqual([{ type: 'timer', timer: 'call', ms: 117_000 }]);
    const back = play(asleep, peerSays({ type: 'path-connected' }), hears(false));
    expect(active(back).remotePaused).toBeUndefined();
    const slept = later(asleep, 117_000, { type: 'timer', timer: 'call' });
    expect(active(slept).path).toEqual({ state: 'lost', since: NOW - 3_000 });
  });
});
