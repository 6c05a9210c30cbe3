import { describe, expect, test } from 'vitest';
import {
  active,
  CALL,
  call,
  ended,
  ending,
  later,
  me,
  NOW,
  peerSays,
  play,
  type Scene,
  talking,
  told,
  types,
} from './scene.ts';

const timer = { type: 'timer', timer: 'call' } as const;
const lost = (ago = 0) => peerSays({ type: 'path-lost', ago });
const connected = peerSays({ type: 'path-connected' });
const path = (scene: Scene) => active(scene).path;
const wait = (ms: number) => ({ type: 'timer', timer: 'call', ms });

/** In a call with microphone and camera on. */
const speaking = (): Scene =>
  play(
    talking(),
    { type: 'device-started', call: CALL, device: 'microphone' },
    { type: 'device-set', device: 'camera', on: true },
    { type: 'device-started', call: CALL, device: 'camera', stream: 'mine' },
  );

/** The path has been lost for that many ms. */
const lostFor = (ms: number): Scene =>
  [2_000, 10_000, 30_000, 120_000]
    .filter((step) => step <= ms)
    .reduce((scene, step) => later(scene, NOW + step - scene.now, timer), play(speaking(), lost()));

describe('a path that is lost', () => {
  test('[R29] nobody is told for 2 s, then there is a word and a sound, after 10 s the question, after 30 s it is given up', () => {
    expect(path(lostFor(0))).toEqual({ state: 'reconnecting', since: NOW, told: 'nobody' });
    expect(lostFor(0).effects).toEqual([wait(2_000)]);
    expect(path(lostFor(2_000))).toMatchObject({ told: 'word' });
    expect(lostFor(2_000).effects).toEqual([wait(8_000), { type: 'loss-tone' }]);
    expect(path(lostFor(10_000))).toMatchObject({ told: 'question' });
    expect(lostFor(10_000).effects).toEqual([wait(20_000)]);
    expect(path(lostFor(30_000))).toEqual({ state: 'lost', since: NOW });
    expect(ending(lostFor(120_000))).toEqual({ kind: 'ended', reason: 'reconnect-failed', by: 'relay', seconds: 120 });
    expect(types(lostFor(120_000))).toContain('call-media-end');
  });

  test('[R40] a call was bad that failed or whose path was lost for 10 s, also where it came back; any other was not', () => {
    const over = (scene: Scene) => call(play(scene, { type: 'call-hung-up' }));
    expect(over(lostFor(2_000))).not.toHaveProperty('bad');
    expect(over(play(lostFor(2_000), connected))).not.toHaveProperty('bad');
    expect(over(lostFor(10_000))).toMatchObject({ phase: 'ended', bad: true });
    expect(over(play(lostFor(10_000), connected))).toMatchObject({ phase: 'ended', bad: true });
    expect(over(lostFor(30_000))).toMatchObject({ bad: true });
    expect(call(lostFor(120_000))).toMatchObject({ bad: true });
    expect(call(play(talking(), told(ended(me, { reason: 'failed-media' }))))).toMatchObject({ bad: true });
    expect(call(play(talking(), told(ended(me, { reason: 'hang-up' }))))).not.toHaveProperty('bad');
  });

  test('[R29] a loss that was noticed late is told at once', () => {
    const silent = play(speaking(), lost(3_000));
    expect(path(silent)).toEqual({ state: 'reconnecting', since: NOW - 3_000, told: 'word' });
    expect(silent.effects).toEqual([wait(7_000), { type: 'loss-tone' }]);
  });

  test('[R29] on every step it may come back, and all is as it was', () => {
    for (const ms of [0, 2_000, 10_000]) {
      const back = play(lostFor(ms), connected);
      expect(path(back)).toEqual({ state: 'connected' });
      expect(back.effects).toEqual([{ type: 'timer-end', timer: 'call' }]);
      expect(active(back)).toMatchObject({ microphone: { state: 'on' }, camera: { state: 'on' } });
    }
  });

  test('[R29] [R30] while it is sought everything is tried again and again', () => {
    const failed = play(lostFor(10_000), peerSays({ type: 'path-failed' }));
    expect(failed.effects).toEqual([{ type: 'peer-revival', call: CALL }]);
    expect(types(play(lostFor(30_000), peerSays({ type: 'path-failed' })))).toEqual([]);
  });

  test('[R29] once it is given up nothing is captured any more, and the other side will be told so', () => {
    const given = lostFor(30_000);
    expect(active(given)).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' } });
    expect(active(given).localStream).toBeUndefined();
    expect(given.effects).toContainEqual({ type: 'captures-end' });
    expect(given.effects).toContainEqual(wait(90_000));
    const message = { type: 'devices', microphone: 'off', camera: 'off' };
    expect(given.effects).toContainEqual({ type: 'peer-message', call: CALL, message });
    expect(types(given)).not.toContain('call-request');
  });

  test('[R29] it is resumed with one tap, and microphone and camera are as they were', () => {
    const resumed = later(lostFor(30_000), 20_000, { type: 'call-resumed' });
    expect(path(resumed)).toMatchObject({ state: 'reconnecting', told: 'word' });
    expect(active(resumed)).toMatchObject({ microphone: { state: 'starting' }, camera: { state: 'starting' } });
    expect(resumed.effects).toContainEqual({ type: 'peer-revival', call: CALL });
    expect(resumed.effects).toContainEqual({ type: 'capture', call: CALL, device: 'microphone' });
    expect(types(resumed)).not.toContain('loss-tone');
    expect(path(play(resumed, connected))).toEqual({ state: 'connected' });
    expect(path(later(resumed, 8_000, timer))).toMatchObject({ told: 'question' });
  });

  test('[R29] where the other side resumes it this one is not heard until its person wants that', () => {
    const back = play(lostFor(30_000), connected);
    expect(active(back)).toMatchObject({ path: { state: 'connected' }, microphone: { state: 'off' } });
    const resumed = play(back, { type: 'call-resumed' });
    expect(active(resumed)).toMatchObject({ path: { state: 'connected' }, microphone: { state: 'starting' } });
    expect(active(resumed).resumable).toBeUndefined();
    expect(types(resumed)).toEqual(['capture', 'capture']);
  });

  test('[R29] who hears nobody by then is not heard either, until they hear again', () => {
    const deaf = play(lostFor(30_000), connected, { type: 'deafened-set', deafened: true });
    const resumed = play(deaf, { type: 'call-resumed' });
    expect(active(resumed)).toMatchObject({
      deafened: true,
      microphone: { state: 'off' },
      camera: { state: 'starting' },
    });
    expect(resumed.effects).toEqual([{ type: 'capture', call: CALL, device: 'camera' }]);
    const hearing = play(resumed, { type: 'deafened-set', deafened: false });
    expect(active(hearing)).toMatchObject({ deafened: false, microphone: { state: 'starting' } });
  });

  test('[R25] whoever was muted still is', () => {
    const muted = play(talking(), { type: 'device-set', device: 'microphone', on: false }, lost(30_000));
    expect(active(play(muted, { type: 'call-resumed' })).microphone).toEqual({ state: 'off' });
  });
});
