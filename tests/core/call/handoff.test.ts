import { describe, expect, test } from 'vitest';
import { boLaptop, cy } from '#tests/fakes/ids.ts';
import {
  accepted,
  active,
  answered,
  CALL,
  call,
  calling,
  dropLink,
  ended,
  ending,
  later,
  me,
  myLaptop,
  NOW,
  online,
  peerSays,
  play,
  request,
  ringing,
  type Scene,
  talking,
  them,
  told,
  types,
  welcome,
} from './scene.ts';

const timer = { type: 'timer', timer: 'call' } as const;
const move = { type: 'call-moved-here' } as const;
const offered = (media: 'audio' | 'video' = 'audio'): Scene =>
  play(online(), told(accepted(myLaptop, them, { media })));
const moving = (media?: 'audio' | 'video'): Scene => play(offered(media), move);
const join = (from?: string) => ({
  type: 'call-request',
  frame: { type: 'call-join', call: CALL, ...(from && { from_device: from }) },
});

describe('[R19] the device that is to have the call', () => {
  test('it offers the call of another device of its person, until that is over', () => {
    expect(call(offered())).toEqual({
      phase: 'other-device',
      call: CALL,
      version: 3,
      person: them.account,
      media: 'audio',
      device: myLaptop.device,
      answeredAt: NOW,
    });
    expect(types(offered())).toEqual([]);
    expect(call(play(offered(), told(ended(myLaptop))))).toEqual({ phase: 'none' });
  });

  test('one that rang in vain, or is shown how another call ended, offers it, too', () => {
    const rang = play(online(), told(ringing(them)), told(accepted(them, myLaptop)));
    expect(call(rang)).toMatchObject({ ending: { kind: 'answered-elsewhere' }, goesOnAt: myLaptop.device });
    expect(call(play(rang, { type: 'call-dismissed' })).phase).toBe('other-device');
    expect(active(play(rang, move))).toMatchObject({ role: 'callee', movingFrom: myLaptop.device });
    const over = play(rang, told(ended(them, { answerer: myLaptop })));
    expect(call(over)).not.toHaveProperty('goesOnAt');
    expect(play(over, move).mind).toBe(over.mind);

    const before = play(talking(), told(ended(me)), told(accepted(myLaptop, them, { call: 'another' })));
    expect(call(before)).toMatchObject({ phase: 'other-device', call: 'another' });
  });

  test('one click asks for the place of that device', () => {
    expect(active(moving())).toMatchObject({
      movingFrom: myLaptop.device,
      path: { state: 'connecting' },
      microphone: { state: 'off' },
      camera: { state: 'off' },
    });
    expect(moving().effects).toEqual([
      { type: 'calling', person: them.account },
      { type: 'capture-end', call: CALL, device: 'microphone' },
      join(myLaptop.device),
      { type: 'timer', timer: 'call', ms: 30_000 },
    ]);
  });

  test('it makes a path of its own once the record says that the call is here, and not before', () => {
    const news = play(moving(), told(accepted(myLaptop, { ...them, endpoint: 'their new page' }, { version: 4 })));
    expect(types(news)).toEqual([]);
    expect(active(news)).toMatchObject({ movingFrom: myLaptop.device, peer: { endpoint: 'their new page' } });
    const here = play(moving(), told(accepted(me, them, { version: 4 })));
    expect(active(here)).not.toHaveProperty('movingFrom');
    expect(types(here)).toEqual([
      'tone',
      'call-claim',
      'timer',
      'peer-link',
      'peer-live',
      'peer-message',
      'handover-ask',
    ]);
    expect(here.effects).toContainEqual({ type: 'peer-link', call: CALL, role: 'caller', peer: them, again: true });
    expect(active(play(here, peerSays({ type: 'path-connected' }))).path).toEqual({ state: 'connected' });
  });

  test('where another device was faster it lets go of what it captured, and offers that one’s call', () => {
    const faster = { ...myLaptop, device: 'ann’s tablet' };
    const refused = play(moving(), answered('call-join', 'call_over'));
    expect(refused.effects).toContainEqual({ type: 'call-media-end', call: CALL });
    expect(refused.effects).toContainEqual({ type: 'notice', reason: 'call_over' });
    expect(call(refused)).toMatchObject({ phase: 'other-device', device: myLaptop.device });
    expect(call(play(refused, told(accepted(faster, them, { version: 4 }))))).toMatchObject({ device: faster.device });
    expect(ending(play(moving(), told(accepted(faster, them, { version: 4 }))))).toEqual({ kind: 'moved' });
    expect(call(play(moving(), answered('call-join', 'call_unknown')))).toEqual({ phase: 'none' });
  });

  test('a call that ends meanwhile is over', () => {
    const over = play(moving(), told(ended(myLaptop, { ended_by: { account: them.account, device: them.device } })));
    expect(ending(over)).toMatchObject({ reason: 'hang-up', by: 'them' });
    expect(over.effects).toContainEqual({ type: 'call-media-end', call: CALL });
  });

  test('[CA19] one for which no path is made is not over before its time is up: it can be taken up again', () => {
    const here = play(moving(), told(accepted(me, them, { version: 4 })));
    const tried = peerSays({ type: 'path-failed' });
    for (const failed of [later(here, 30_000, timer), play(here, tried)]) {
      expect(active(failed)).toMatchObject({ path: { state: 'lost', since: NOW }, arrived: 'moved' });
      expect(failed.effects).not.toContainEqual(request('call-end'));
      expect(play(failed, { type: 'call-resumed' }).effects).toContainEqual({ type: 'peer-revival', call: CALL });
      const over = later(failed, 120_000, timer);
      expect(ending(over)).toMatchObject({ reason: 'reconnect-failed' });
      expect(over.effects).toContainEqual(request('call-end'));
    }
    expect(active(play(here, peerSays({ type: 'path-connected' })))).not.toHaveProperty('arrived');
  });

  test('[CA19] what the relay has not come to in 30 s is let go, and not ended', () => {
    const late = later(moving(), 30_000, timer);
    expect(call(late)).toEqual(call(offered()));
    expect(late.effects).toContainEqual({ type: 'notice', reason: 'offline' });
    expect(late.effects).not.toContainEqual(request('call-end'));
    // It came to it all the same.
    const found = later(play(late, told(accepted(me, them, { version: 4 }))), 1_000, timer);
    expect(found.effects).toEqual([{ type: 'call-claim', call: CALL }]);
    const left = play(found, { type: 'call-claimed', call: CALL, muted: true });
    expect(call(left).phase).toBe('left');
    expect(left.effects).toContainEqual(join());
  });

  test('[R31] a new socket asks again, or for the call that is here already', () => {
    const again = (scene: Scene) => play(scene, dropLink, { type: 'timer', timer: 'link' }, welcome('new'));
    expect(again(moving()).effects).toContainEqual(join(myLaptop.device));
    expect(again(play(moving(), told(accepted(me, them, { version: 4 })))).effects).toContainEqual(join());
    // The relay tells of the calls that there are.
    expect(call(again(offered()))).toEqual({ phase: 'none' });
    expect(call(play(again(offered()), told(accepted(myLaptop, them))))).toEqual(call(offered()));
  });

  test('a context that runs no calls offers it and takes nothing, nor does one without the relay', () => {
    const popup = play(online({ calling: false }), told(accepted(myLaptop, them)));
    expect(call(popup).phase).toBe('other-device');
    expect(play(popup, move).mind).toBe(popup.mind);
    const away = later(play(offered(), dropLink), 10_000, move);
    expect(call(away).phase).toBe('other-device');
    expect(away.effects).toEqual([{ type: 'notice', reason: 'offline' }]);
  });
});

describe('[R19] the device that had the call', () => {
  const gone = () => play(talking(), told(accepted(myLaptop, them, { version: 4 })));

  test('[CA16] it lets go of everything, says that it was moved, and tells neither the relay nor the other side', () => {
    expect(ending(gone())).toEqual({ kind: 'moved' });
    expect(types(gone())).toEqual(['timer-end', 'tone', 'call-media-end']);
    const after = play(gone(), { type: 'call-hung-up' }, { type: 'device-set', device: 'microphone', on: true });
    expect(after.effects).toEqual([]);
  });

  test('it can have it back, and is over with it when the call is', () => {
    expect(active(play(gone(), move))).toMatchObject({ movingFrom: myLaptop.device });
    const over = play(gone(), told(ended(myLaptop)));
    expect(ending(over)).toEqual({ kind: 'moved' });
    expect(call(over)).not.toHaveProperty('goesOnAt');
    expect(call(play(over, { type: 'call-dismissed' }))).toEqual({ phase: 'none' });
  });

  test('it hears of it by the next record where its socket was gone, and its own join is refused', () => {
    const back = play(talking(), dropLink, { type: 'timer', timer: 'link' }, welcome('new'));
    expect(back.effects).toContainEqual(request('call-join'));
    const told4 = play(back, told(accepted(myLaptop, them, { version: 4 })));
    expect(ending(told4)).toEqual({ kind: 'moved' });
    expect(play(told4, answered('call-join', 'call_over')).mind).toBe(told4.mind);
  });

  test('a caller who had not heard of the answer yet has been moved, not missed', () => {
    expect(ending(play(calling(online()), told(accepted(myLaptop, them, { version: 4 }))))).toEqual({ kind: 'moved' });
  });
});

describe('[R19] the other side', () => {
  const theirLaptop = { ...them, device: boLaptop, endpoint: 'their laptop' };
  const paused = () => play(talking(), peerSays({ type: 'message', message: { type: 'paused', paused: true } }));

  test('it goes on with the new device, without a ring and in the same call', () => {
    const moved = play(paused(), told(accepted(me, theirLaptop, { version: 4 })));
    expect(active(moved)).toMatchObject({ call: CALL, peer: theirLaptop, path: { state: 'connected' } });
    expect(active(moved)).not.toHaveProperty('remotePaused');
    expect(moved.effects).toEqual([{ type: 'peer-address', call: CALL, peer: theirLaptop }]);
    expect(play(moved, peerSays({ type: 'path-lost', ago: 0 })).mind).toBe(moved.mind);
  });

  test('[CA16] it does not go over to another person, whatever the record says', () => {
    const before = talking();
    const other = { ...theirLaptop, account: cy };
    expect(play(before, told(accepted(me, other, { version: 4 }))).mind).toBe(before.mind);
    const sameDevice = { ...them, account: cy, endpoint: 'theirs' };
    expect(play(before, told(accepted(me, sameDevice, { version: 4 }))).mind).toBe(before.mind);
  });
});
