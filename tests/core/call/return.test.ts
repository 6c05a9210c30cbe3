import { describe, expect, test } from 'vitest';
import {
  accepted,
  active,
  CALL,
  call,
  ended,
  ending,
  later,
  me,
  myOtherWindow,
  NOW,
  online,
  peerSays,
  play,
  request,
  type Scene,
  talking,
  them,
  told,
  types,
  welcome,
} from './scene.ts';

const timer = { type: 'timer', timer: 'call' } as const;
const leaving = peerSays({ type: 'message', message: { type: 'leaving' } });
/** A page that was loaded again: its device is in a call, by an endpoint that is not its own. */
const reloaded = (): Scene => play(online(), told(accepted(myOtherWindow, them)));
const left = (): Scene => play(later(reloaded(), 1_000, timer), { type: 'call-claimed', call: CALL, muted: false });

describe('a page that is loaded again', () => {
  test('[R18] it asks for the call of its device, a second after it heard of it, and says that it is there', () => {
    expect(reloaded().effects).toContainEqual({ type: 'timer', timer: 'call', ms: 1_000 });
    expect(later(reloaded(), 1_000, timer).effects).toEqual([{ type: 'call-claim', call: CALL }]);
    expect(call(left())).toMatchObject({ phase: 'left', role: 'caller', peer: them, answeredAt: NOW });
    expect(left().effects).toEqual([request('call-join'), { type: 'timer', timer: 'call', ms: 120_000 }]);
  });

  test('[R18] a context that runs no calls, and one that has the call itself, take nothing', () => {
    const popup = play(online({ calling: false }), told(accepted(myOtherWindow, them)));
    expect(types(popup)).toEqual([]);
    const mine = talking();
    expect(play(mine, { type: 'call-claimed', call: CALL, muted: false }).mind).toBe(mine.mind);
  });

  test('[R18] with one tap the path is made again and the microphone is on, the camera is not', () => {
    const back = play(left(), told(accepted(me, them, { version: 4 })), { type: 'call-resumed' });
    expect(active(back)).toMatchObject({
      microphone: { state: 'starting' },
      camera: { state: 'off' },
      confirmed: true,
    });
    const link = { type: 'peer-link', call: CALL, role: 'caller', peer: them, again: true };
    expect(back.effects).toContainEqual(link);
    expect(back.effects).toContainEqual({ type: 'peer-live', call: CALL, peer: them });
    expect(active(play(back, peerSays({ type: 'path-connected' }))).path).toEqual({ state: 'connected' });
  });

  test('[R18] calling the same person anew goes back to the call, anybody else is another call', () => {
    const there = play(left(), told(accepted(me, them, { version: 4 })));
    const start = (person: string) =>
      play(there, { type: 'call-started', call: 'another', person, media: 'audio' } as const);
    expect(call(start(them.account))).toEqual(call(play(there, { type: 'call-resumed' })));
    expect(call(start('somebody else'))).toEqual(call(there));
    expect(start('somebody else').effects).toEqual([{ type: 'notice', reason: 'already_in_call' }]);
  });

  test('[R25] whoever was muted stays so, until they unmute', () => {
    const muted = play(later(reloaded(), 1_000, timer), { type: 'call-claimed', call: CALL, muted: true });
    const back = play(muted, told(accepted(me, them, { version: 4 })), { type: 'call-resumed' });
    expect(active(back).microphone).toEqual({ state: 'off' });
    expect(types(back)).not.toContain('capture');
    const speaks = play(back, { type: 'device-set', device: 'microphone', on: true });
    expect(speaks.effects).toEqual([{ type: 'capture', call: CALL, device: 'microphone' }]);
  });

  test('[R18] it is over when it is hung up here, when the relay says so, and after two minutes', () => {
    expect(play(left(), { type: 'call-hung-up' }).effects).toContainEqual(request('call-end'));
    expect(call(play(left(), told(ended(me))))).toEqual({ phase: 'none' });
    const forgotten = later(left(), 120_000, timer);
    expect(call(forgotten)).toEqual({ phase: 'none' });
    expect(forgotten.effects).toContainEqual(request('call-end'));
  });

  test('[R18] [CA19] one that makes no path ends nothing: its person can try again for two minutes', () => {
    const back = play(left(), told(accepted(me, them, { version: 4 })), { type: 'call-resumed' });
    const since = back.now;
    for (const failed of [later(back, 30_000, timer), play(back, peerSays({ type: 'path-failed' }))]) {
      expect(active(failed)).toMatchObject({ path: { state: 'lost', since }, microphone: { state: 'off' } });
      expect(failed.effects).not.toContainEqual(request('call-end'));
      const again = play(failed, { type: 'call-resumed' });
      expect(again.effects).toContainEqual({ type: 'peer-revival', call: CALL });
      expect(again.effects).toContainEqual({ type: 'capture', call: CALL, device: 'microphone' });
      expect(active(play(again, peerSays({ type: 'path-connected' })))).not.toHaveProperty('arrived');
      const over = later(failed, 120_000, timer);
      expect(ending(over)).toMatchObject({ reason: 'reconnect-failed' });
      expect(over.effects).toContainEqual(request('call-end'));
    }
  });

  test('[R31] a new socket joins the call that waits', () => {
    const back = play(left(), { type: 'link-closed', code: 1006 }, { type: 'timer', timer: 'link' }, welcome('new'));
    expect(back.effects).toContainEqual(request('call-join'));
  });
});

describe('the other side’s page is loaded again', () => {
  test('[R18] it is waited for, and has hung up where it does not come back in 10 s', () => {
    const gone = play(talking(), leaving);
    expect(active(gone).path).toEqual({ state: 'left', since: NOW });
    expect(gone.effects).toEqual([{ type: 'timer', timer: 'call', ms: 10_000 }]);
    expect(play(gone, peerSays({ type: 'path-lost', ago: 0 })).mind).toBe(gone.mind);
    expect(ending(later(gone, 10_000, timer))).toMatchObject({ reason: 'hang-up', by: 'them' });
  });

  test('[R18] once it is there again its person has as long as with any path that is lost', () => {
    const there = { ...them, endpoint: 'their new page' };
    const gone = later(play(talking(), leaving), 3_000, told(accepted(me, there, { version: 4 })));
    expect(active(gone).path).toEqual({ state: 'reconnecting', since: NOW, told: 'word' });
    expect(gone.effects).toContainEqual({ type: 'peer-address', call: CALL, peer: there });
    expect(active(play(gone, peerSays({ type: 'path-connected' }))).path).toEqual({ state: 'connected' });
  });

  test('[R18] the new page is told what the former one knew', () => {
    const renewed = play(talking(), peerSays({ type: 'peer-renewed' }));
    const message = { type: 'devices', microphone: 'off', camera: 'off' };
    expect(renewed.effects).toEqual([{ type: 'peer-message', call: CALL, message }]);
  });

  test('[R18] a page that goes says so, and does not hang up', () => {
    const message = { type: 'leaving' };
    expect(play(talking(), { type: 'call-left' }).effects).toEqual([{ type: 'peer-message', call: CALL, message }]);
  });
});
