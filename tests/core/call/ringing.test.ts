import { describe, expect, test } from 'vitest';
import type { AppEvent } from '#shared/core/mind.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import { defaultRingChoices } from '#shared/core/privacy/ring-choices.ts';
import { CALL, call, online, play, ringing, type Scene, them, told, types } from './scene.ts';

const won: AppEvent = { type: 'ring-won', call: CALL };
const taken: AppEvent = { type: 'ring-taken', call: CALL };
const timer: AppEvent = { type: 'timer', timer: 'ring' };
const rung = (options?: Parameters<typeof online>[0]): Scene => play(online(options), told(ringing(them)));
const here = (scene: Scene): boolean => {
  const now = call(scene);
  return now.phase === 'incoming' && now.ringsHere;
};

describe('one device rings once', () => {
  test('a page that is looked at asks for the ring at once, and says when it has it', () => {
    expect(types(rung())).toContain('ring-claim');
    const rings = play(rung(), won);
    expect(here(rings)).toBe(true);
    expect(rings.effects).toEqual([
      { type: 'tone', tone: 'ring' },
      { type: 'window-message', message: { type: 'ring-taken', call: CALL } },
      { type: 'peer-link', call: CALL, role: 'callee', peer: them },
      { type: 'frame', frame: { type: 'call-ready', call: CALL } },
    ]);
    expect(play(rings, won).mind).toBe(rings.mind);
  });

  test('[R12] a silent contact is shown and not heard, and the path is made all the same', () => {
    const rings = { ...defaultRingChoices, silent: [them.account] };
    const silent = play(online(), { type: 'privacy-read', privacy: { ...defaultPrivacy, rings } }, told(ringing(them)));
    expect(call(silent)).toMatchObject({ phase: 'incoming', silent: true });
    expect(types(play(silent, won))).toEqual(['window-message', 'peer-link', 'frame']);
  });

  test('a page in the background leaves 300 ms to one that is looked at', () => {
    const hidden = rung({ visible: false });
    expect(types(hidden)).not.toContain('ring-claim');
    expect(hidden.effects).toContainEqual({ type: 'timer', timer: 'ring', ms: 300 });
    expect(types(play(hidden, timer))).toEqual(['ring-claim']);
    expect(types(play(hidden, { type: 'visibility-changed', visible: true }))).toContain('ring-claim');
  });

  test('a context without calling has it after 300 ms, unless another has taken it', () => {
    const worker = rung({ calling: false, visible: false });
    expect(here(play(worker, timer))).toBe(true);
    expect(here(play(worker, taken, timer))).toBe(false);
    expect(here(play(worker, timer, taken))).toBe(false);
    // Taken before the record came here.
    expect(here(play(online({ calling: false }), taken, told(ringing(them)), timer))).toBe(false);
  });

  test('the context that sounds keeps the ring whatever another says', () => {
    expect(here(play(rung(), won, taken))).toBe(true);
  });

  test('after the answer nothing sounds', () => {
    const scene = play(rung(), { type: 'call-answered', media: 'audio' }, won);
    expect(types(scene)).toEqual(['window-message']);
  });

  test('a ring that is over is not won', () => {
    const over = play(rung(), { type: 'call-declined' });
    expect(types(over)).toContain('ring-release');
    expect(play(over, won).mind).toBe(over.mind);
    expect(play(over, timer).mind).toBe(over.mind);
  });

  test('a context without calling passes the answer on', () => {
    const scene = play(rung({ calling: false }), { type: 'call-answered', media: 'video' });
    expect(scene.effects).toEqual([
      { type: 'window-message', message: { type: 'answer-call', call: CALL, media: 'video' } },
    ]);
  });

  test('an answer passed on for another call is none for this', () => {
    const before = rung();
    expect(play(before, { type: 'call-answered', media: 'audio', call: 'another' }).mind).toBe(before.mind);
  });
});
