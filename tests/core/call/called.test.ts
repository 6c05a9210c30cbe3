import { describe, expect, test } from 'vitest';
import type { AppEvent } from '#shared/core/mind.ts';
import { ann, bo, cy, uuid } from '#tests/fakes/ids.ts';
import {
  accepted,
  active,
  answered,
  CALL,
  call,
  dropLink,
  ended,
  ending,
  frame,
  later,
  me,
  myLaptop,
  myOtherWindow,
  NOW,
  online,
  play,
  proposed,
  request,
  ringing,
  signedIn,
  them,
  told,
  types,
  welcome,
} from './scene.ts';

describe('being called', () => {
  test('[R9] [R20] tells the relay that it rings, gets ready, and captures nothing', () => {
    const scene = play(online(), told(proposed(them)));
    expect(call(scene)).toMatchObject({ phase: 'incoming', person: bo, since: NOW, ringsHere: false });
    expect(scene.effects).toEqual([
      { type: 'frame', frame: { type: 'call-ringing', call: CALL } },
      { type: 'timer', timer: 'call', ms: 60_000 },
      { type: 'calling', person: bo },
      { type: 'ring-claim', call: CALL },
    ]);
  });

  test('[CA2] only contacts ring, whatever the relay says', () => {
    const knowing = (relation: 'contact' | 'incoming') =>
      play(online(), frame({ type: 'roster', contacts: [{ account: bo, login: 'bo', relation }] }));
    const stranger = play(knowing('incoming'), told(proposed(them)));
    expect(call(stranger).phase).toBe('none');
    expect(stranger.effects).toEqual([]);
    const rings = play(knowing('contact'), told(proposed(them)));
    expect(call(rings).phase).toBe('incoming');
    // Whoever is removed while they ring: the end of the call is still heard.
    const removed = play(rings, frame({ type: 'contact', contact: { account: bo, login: 'bo', relation: 'none' } }));
    expect(call(play(removed, told(ended(them)))).phase).not.toBe('incoming');
  });

  test('[CA6] rings for as long as the relay says, and never for more than 90 s', () => {
    for (const [seconds, rung] of [
      [20, 20],
      [90, 90],
      [3_600, 90],
    ] as const) {
      const scene = play(signedIn(), welcome('here', 0, [], seconds), told(proposed(them)));
      expect(call(scene)).toMatchObject({ since: NOW, until: NOW + rung * 1_000 });
      expect(scene.effects).toContainEqual({ type: 'timer', timer: 'call', ms: rung * 1_000 });
    }
    const late = proposed(them, { created_at: NOW - 70_000 });
    expect(call(play(signedIn(), welcome('here', 0, [], 90), told(late))).phase).toBe('incoming');
    expect(call(play(online(), told(late))).phase).toBe('none');
  });

  test('[CA17] rings for as long as the person has chosen, whatever the relay’s own time is', () => {
    for (const [chosen, usual] of [
      [20, 60],
      [90, 20],
    ] as const) {
      const scene = play(signedIn(), welcome('here', 0, [], usual), told(proposed(them, { ring_seconds: chosen })));
      expect(call(scene)).toMatchObject({ since: NOW, until: NOW + chosen * 1_000 });
      expect(scene.effects).toContainEqual({ type: 'timer', timer: 'call', ms: chosen * 1_000 });
    }
    const late = proposed(them, { created_at: NOW - 18_000, ring_seconds: 20 });
    expect(call(play(online(), told(late))).phase).toBe('none');
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
      'call-claim',
      'timer',
      'peer-link',
      'peer-live',
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
    expect(ending(play(rings, deliver({ reason: 'of a later version' })))).toMatchObject({
      reason: 'failed-signaling',
    });
    expect(play(rings, deliver({ call: uuid(5) })).mind.app.call).toBe(rings.mind.app.call);
  });

  test.each([
    { answered_at: NOW, answerer: myLaptop, reason: 'hang-up' },
    { ended_by: { account: ann, device: myLaptop.device }, reason: 'declined' },
    { ended_by: { account: ann, device: me.device }, reason: 'declined' },
    { ended_by: { account: bo, device: them.device }, reason: 'cancelled' },
    { reason: 'cancelled' },
    { reason: 'no-answer' },
    { reason: 'busy' },
  ] as const)('[R38] [MB9] who was away learns of the end what who was there does: %o', (end) => {
    const facts = { call: CALL, media: 'audio', ended_at: NOW + 5_000, ...end } as const;
    const summary = { ...facts, caller: bo, callee: ann, started_at: NOW };
    const line = frame({ type: 'deliver', items: [{ kind: 'call', seq: 1, at: NOW, summary }] });
    const rings = play(online(), told(ringing(them)));
    const away = ending(play(rings, line));
    expect(away).toEqual(ending(play(rings, told(ended(them, { ...end, ended_at: NOW + 5_000 })))));
    expect(away).toMatchObject(
      'answerer' in end
        ? { kind: 'answered-elsewhere' }
        : end.reason === 'declined' && end.ended_by.device === myLaptop.device
          ? { kind: 'declined-elsewhere' }
          : { by: { declined: 'me', cancelled: 'them', 'no-answer': 'relay', busy: 'me' }[end.reason] },
    );
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
