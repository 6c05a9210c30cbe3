import { describe, expect, test } from 'vitest';
import type { AppEvent } from '#shared/core/mind.ts';
import { ann, bo, cy, uuid } from '#tests/fakes/ids.ts';
import {
  accepted,
  active,
  CALL,
  call,
  calling,
  ended,
  frame,
  later,
  me,
  myLaptop,
  myOtherWindow,
  NOW,
  online,
  play,
  proposed,
  ringing,
  type Scene,
  signedIn,
  talking,
  them,
  told,
  types,
  welcome,
} from './scene.ts';

const dropLink: AppEvent = { type: 'link-closed', code: 1006 };
const request = (type: string) =>
  expect.objectContaining({ type: 'call-request', frame: expect.objectContaining({ type }) });
const ending = (scene: Scene) => {
  const now = call(scene);
  return now.phase === 'ended' ? now.ending : now.phase;
};
const answered = (
  type: 'call-invite' | 'call-accept' | 'call-end' | 'call-decline' | 'call-join',
  refusal?: 'offline' | 'call_over' | 'rate_limited' | 'call_unknown',
): AppEvent => ({
  type: 'call-request-answered',
  call: CALL,
  request: type,
  ...(refusal && { refusal }),
});

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

  test('[R8] is calling until a device rings, and only then plays the ringback', () => {
    const proposal = play(calling(online()), told(proposed(me)));
    expect(call(proposal)).toMatchObject({ stage: 'calling' });
    expect(types(proposal)).not.toContain('tone');
    const rings = play(proposal, told(ringing(me)));
    expect(call(rings)).toMatchObject({ stage: 'ringing' });
    expect(rings.effects).toEqual([{ type: 'tone', tone: 'ringback' }]);
    expect(play(rings, told(ringing(me, { version: 3 }))).effects).toEqual([]);
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
    expect(ending(scene)).toEqual({ kind: 'ended', reason: 'busy', by: 'relay', seconds: 0 });
    expect(types(scene)).toContain('call-media-end');
  });

  test('[CA5] hanging up before the answer cancels', () => {
    const scene = play(calling(online()), told(ringing(me)), { type: 'call-hung-up' });
    expect(ending(scene)).toEqual({ kind: 'ended', reason: 'cancelled', by: 'me', seconds: 0 });
    expect(scene.effects).toContainEqual({ type: 'call-request', frame: { type: 'call-end', call: CALL } });
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

describe('being called', () => {
  test('[R9] [R20] tells the relay that it rings, gets ready, and captures nothing', () => {
    const scene = play(online(), told(proposed(them)));
    expect(call(scene)).toMatchObject({ phase: 'incoming', person: bo, since: NOW, ringsHere: false });
    expect(scene.effects).toEqual([
      { type: 'frame', frame: { type: 'call-ringing', call: CALL } },
      { type: 'timer', timer: 'call', ms: 60_000 },
      { type: 'calling' },
      { type: 'ring-claim', call: CALL },
    ]);
  });

  test('[CA6] rings for 60 s from the relay’s receipt, by the relay’s clock', () => {
    const skewed = play(signedIn(), welcome('here', 5_000));
    const scene = play(skewed, told(proposed(them, { created_at: NOW + 5_000 - 20_000 })));
    expect(call(scene)).toMatchObject({ since: NOW - 20_000 });
    expect(scene.effects).toContainEqual({ type: 'timer', timer: 'call', ms: 40_000 });
    expect(ending(later(scene, 40_000, { type: 'timer', timer: 'call' }))).toMatchObject({
      reason: 'no-answer',
      by: 'relay',
    });
  });

  test('[R6] an invite with less than 3 s left does not ring', () => {
    expect(call(play(online(), told(proposed(them, { created_at: NOW - 57_001 })))).phase).toBe('none');
    expect(call(play(online(), told(proposed(them, { created_at: NOW - 57_000 })))).phase).toBe('incoming');
  });

  test('[CA3] the answer goes out at once, and only the first captures anything', () => {
    const scene = play(online(), told(ringing(them)), { type: 'call-answered', media: 'video' });
    expect(scene.effects).toEqual([
      { type: 'call-request', frame: { type: 'call-accept', call: CALL } },
      { type: 'tone', tone: 'silence' },
    ]);
    const won = play(scene, told(accepted(them, me)));
    expect(active(won)).toMatchObject({
      role: 'callee',
      peer: them,
      microphone: { state: 'starting' },
      camera: { state: 'starting' },
    });
    expect(types(won)).toEqual([
      'timer-end',
      'ring-release',
      'tone',
      'timer',
      'peer-link',
      'peer-message',
      'capture',
      'capture',
    ]);
    const lost = play(scene, told(accepted(them, myLaptop)));
    expect(ending(lost)).toEqual({ kind: 'answered-elsewhere' });
    expect(types(lost)).not.toContain('capture');
  });

  test('[CA3] “answered elsewhere” is not said where another context of this device answered', () => {
    const scene = play(online(), told(ringing(them)), told(accepted(them, myOtherWindow)));
    expect(call(scene)).toMatchObject({ phase: 'other-context', answeredAt: NOW });
    expect(types(scene)).toContain('ring-release');
    expect(call(play(scene, told(ended(them, { answerer: myOtherWindow }))))).toEqual({ phase: 'none' });
  });

  test('an answer that the socket lost is given again on the next', () => {
    const scene = play(
      online(),
      told(ringing(them)),
      { type: 'call-answered', media: 'audio' },
      dropLink,
      answered('call-accept', 'offline'),
      { type: 'timer', timer: 'link' },
      welcome('new'),
    );
    expect(scene.effects).toContainEqual(request('call-accept'));
    expect(call(play(scene, told(accepted(them, { ...me, endpoint: 'new' }))))).toMatchObject({ phase: 'active' });
    // The relay had it all along.
    expect(call(play(scene, told(accepted(them, me))))).toMatchObject({ phase: 'active' });
  });

  test('[CA3] an answer that comes too late is refused in words', () => {
    const scene = play(
      online(),
      told(ringing(them)),
      { type: 'call-answered', media: 'audio' },
      answered('call-accept', 'call_over'),
    );
    expect(ending(scene)).toEqual({ kind: 'refused', reason: 'call_over' });
  });

  test('[CA4] declining is said to the relay until it has heard', () => {
    const scene = play(online(), told(ringing(them)), { type: 'call-declined' });
    expect(ending(scene)).toMatchObject({ reason: 'declined', by: 'me' });
    expect(scene.effects).toContainEqual({ type: 'call-request', frame: { type: 'call-decline', call: CALL } });
    const again = play(
      scene,
      dropLink,
      answered('call-decline', 'offline'),
      { type: 'timer', timer: 'link' },
      welcome('new'),
    );
    expect(again.effects).toContainEqual(request('call-decline'));
    expect(play(again, answered('call-decline')).mind.calls.unsaid).toEqual([]);
  });

  test('[CA4] declined on another device is said as that', () => {
    const by = { account: ann, device: myLaptop.device };
    expect(
      ending(play(online(), told(ringing(them)), told(ended(them, { reason: 'declined', ended_by: by })))),
    ).toEqual({ kind: 'declined-elsewhere' });
  });

  test('a caller who gives up ends it by them', () => {
    const by = { account: bo, device: them.device };
    expect(
      ending(play(online(), told(ringing(them)), told(ended(them, { reason: 'cancelled', ended_by: by })))),
    ).toMatchObject({ reason: 'cancelled', by: 'them' });
  });

  test('[MB9] what ended while the link was down is learnt from the mailbox', () => {
    const summary = {
      call: CALL,
      caller: bo,
      callee: ann,
      media: 'audio',
      started_at: NOW,
      ended_at: NOW + 5_000,
      reason: 'cancelled',
    } as const;
    const deliver = (change: object): AppEvent =>
      frame({ type: 'deliver', items: [{ kind: 'call', seq: 1, at: NOW, summary: { ...summary, ...change } }] });
    const rings = play(online(), told(ringing(them)));
    expect(ending(play(rings, deliver({})))).toMatchObject({ reason: 'cancelled', by: 'them' });
    expect(ending(play(rings, deliver({ answered_at: NOW + 1_000 })))).toEqual({ kind: 'answered-elsewhere' });
    expect(ending(play(rings, deliver({ reason: 'declined' })))).toEqual({ kind: 'declined-elsewhere' });
    expect(play(rings, deliver({ call: uuid(5) })).mind.app.call).toBe(rings.mind.app.call);
  });

  test('who calls while another ring is there rings when that is over', () => {
    const second = uuid(0xca12);
    const cyCalls = { account: cy, device: uuid(0xc1), endpoint: 'cy' };
    const both = play(online(), told(ringing(them)), told(proposed(cyCalls, { call: second })));
    expect(call(both)).toMatchObject({ call: CALL });
    const next = play(both, { type: 'call-declined' });
    expect(call(next)).toMatchObject({ phase: 'incoming', call: second, person: cy });
  });

  test('an ended call gives way to the next ring', () => {
    const scene = play(
      online(),
      told(ringing(them)),
      { type: 'call-declined' },
      told(proposed(them, { call: uuid(0xca13) })),
    );
    expect(call(scene)).toMatchObject({ phase: 'incoming', call: uuid(0xca13) });
  });
});

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
    expect(active(play(scene, told(ended(me, { reason: 'glare' })))).call).toBe(theirs);
  });

  test('calls of one’s other devices show nothing', () => {
    expect(call(play(online(), told(ringing(myLaptop)), told(accepted(myLaptop, them)))).phase).toBe('none');
  });

  test('a call that another context of this device makes is shown once it is answered', () => {
    expect(call(play(online(), told(ringing(myOtherWindow)), told(accepted(myOtherWindow, them))))).toMatchObject({
      phase: 'other-context',
      person: bo,
    });
  });
});

describe('in a call', () => {
  test('[R29] a lost path shows, returns, and ends the call after 30 s', () => {
    const lost = play(talking(), { type: 'peer', call: CALL, event: { type: 'path-lost' } });
    expect(active(lost).path).toEqual({ state: 'reconnecting', since: NOW });
    expect(lost.effects).toEqual([{ type: 'timer', timer: 'call', ms: 30_000 }]);
    expect(active(play(lost, { type: 'peer', call: CALL, event: { type: 'path-connected' } })).path).toEqual({
      state: 'connected',
    });
    const over = later(lost, 30_000, { type: 'timer', timer: 'call' });
    expect(ending(over)).toEqual({ kind: 'ended', reason: 'reconnect-failed', by: 'relay', seconds: 30 });
    expect(over.effects).toContainEqual({
      type: 'call-request',
      frame: { type: 'call-end', call: CALL, reason: 'reconnect-failed' },
    });
    expect(types(over)).toContain('call-media-end');
  });

  test('a path that never comes ends it as failed media', () => {
    expect(ending(later(talking(false), 30_000, { type: 'timer', timer: 'call' }))).toMatchObject({
      reason: 'failed-media',
    });
    expect(ending(play(talking(false), { type: 'peer', call: CALL, event: { type: 'path-failed' } }))).toMatchObject({
      reason: 'failed-media',
    });
    expect(call(play(talking(), { type: 'peer', call: CALL, event: { type: 'path-failed' } })).phase).toBe('active');
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
    const scene = play(talking(), {
      type: 'peer',
      call: CALL,
      event: { type: 'message', message: { type: 'hang-up' } },
    });
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
    const first = play(talking(false), { type: 'peer', call: CALL, event: { type: 'path-connected' } });
    expect(first.effects).toContainEqual({ type: 'frame', frame: { type: 'call-connected', call: CALL } });
    const lost = play(
      first,
      { type: 'peer', call: CALL, event: { type: 'path-lost' } },
      { type: 'peer', call: CALL, event: { type: 'path-connected' } },
    );
    expect(types(lost)).toEqual(['timer-end']);
  });

  test('[CA5] any context of the device may hang up', () => {
    const scene = play(online({ calling: false }), told(accepted(them, myOtherWindow)), { type: 'call-hung-up' });
    expect(call(scene).phase).toBe('other-context');
    expect(scene.effects).toEqual([{ type: 'call-request', frame: { type: 'call-end', call: CALL } }]);
  });

  test('signing out ends it on both sides', () => {
    const scene = play(talking(), { type: 'session-found', session: undefined });
    expect(call(scene)).toEqual({ phase: 'none' });
    expect(scene.effects[0]).toEqual({ type: 'peer-message', call: CALL, message: { type: 'hang-up' } });
    expect(types(scene)).toContain('call-media-end');
    expect(types(scene)).toContain('socket-end');
  });

  test('deafening is kept', () => {
    const deaf = play(talking(), { type: 'deafened-set', deafened: true });
    expect(active(deaf).deafened).toBe(true);
    expect(play(deaf, { type: 'deafened-set', deafened: true }).mind).toBe(deaf.mind);
  });
});
