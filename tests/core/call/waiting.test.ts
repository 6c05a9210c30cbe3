import { describe, expect, test } from 'vitest';
import type { AppEvent } from '#shared/core/mind.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import { defaultRingChoices } from '#shared/core/privacy/ring-choices.ts';
import { cy, uuid } from '#tests/fakes/ids.ts';
import {
  accepted,
  active,
  CALL,
  call,
  calling,
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
  peerSays,
  play,
  proposed,
  ringing,
  type Scene,
  signedIn,
  them,
  told,
  types,
  welcome,
} from './scene.ts';

const SECOND = uuid(0xca12);
const cysPhone = { account: cy, device: uuid(0xc1), endpoint: 'cy' };
const cyCalls = told({ ...proposed(cysPhone, { call: SECOND }), callee: me.account });
const cyRings = told({ ...ringing(cysPhone, { call: SECOND, ringing: [me.device] }), callee: me.account });
const cyGivesUp = told({ ...ended(cysPhone, { call: SECOND, reason: 'cancelled' }), callee: me.account });

const choose = (waiting: boolean, silent: readonly string[] = []): AppEvent => ({
  type: 'privacy-read',
  privacy: { ...defaultPrivacy, rings: { ...defaultRingChoices, waiting, silent } },
});

/** ann talks with bo and hears of others. */
const talking = (chosen: AppEvent = choose(true)): Scene =>
  play(calling(play(online(), chosen)), told(accepted(me, them)), peerSays({ type: 'path-connected' }));

const waiting = (scene: Scene) => active(scene).waiting;

describe('a call during a call', () => {
  test('[CA15] the relay is told with the invite and with the answer, and not where it was not chosen', () => {
    const invites = (waiting: boolean) => calling(play(online(), choose(waiting))).effects;
    expect(invites(true)).toContainEqual(
      expect.objectContaining({ frame: expect.objectContaining({ type: 'call-invite', waiting: true }) }),
    );
    expect(JSON.stringify(invites(false))).not.toContain('waiting');
    const answers = play(online(), choose(true), told(ringing(them)), { type: 'call-answered', media: 'audio' });
    expect(answers.effects).toContainEqual({
      type: 'call-request',
      frame: { type: 'call-accept', call: CALL, waiting: true },
    });
  });

  test('[R15] [CA15] is shown, and two beeps are heard; the present one goes on', () => {
    const scene = play(talking(), cyCalls);
    expect(active(scene)).toMatchObject({ call: CALL, path: { state: 'connected' } });
    expect(waiting(scene)).toEqual({ call: SECOND, person: cy, media: 'audio' });
    expect(scene.effects).toEqual([
      { type: 'frame', frame: { type: 'call-ringing', call: SECOND } },
      { type: 'timer', timer: 'ring', ms: 60_000 },
      { type: 'tone', tone: 'waiting' },
    ]);
    expect(play(scene, cyRings).effects).toEqual([]);
  });

  test('[R12] of a silent contact is shown and not heard', () => {
    const scene = play(talking(choose(true, [cy])), cyCalls);
    expect(waiting(scene)).toMatchObject({ person: cy, silent: true });
    expect(types(scene)).not.toContain('tone');
  });

  test('[R15] is not shown where that was not chosen, whatever the relay says', () => {
    expect(waiting(play(talking(choose(false)), cyCalls))).toBeUndefined();
  });

  test('[R15] ends when the caller gives up, when the ring is over, and when it is declined', () => {
    const scene = play(talking(), cyCalls);
    const over = [
      play(scene, cyGivesUp),
      later(scene, 60_000, { type: 'timer', timer: 'ring' }),
      play(scene, { type: 'waiting-declined', call: SECOND }),
    ];
    for (const after of over) {
      expect(waiting(after)).toBeUndefined();
      expect(after.effects).toContainEqual({ type: 'tone', tone: 'silence' });
      expect(active(after)).toMatchObject({ call: CALL, path: { state: 'connected' } });
    }
    expect(over[2]?.effects).toContainEqual({
      type: 'call-request',
      frame: { type: 'call-decline', call: SECOND },
    });
    expect(play(scene, { type: 'waiting-declined', call: CALL }).mind).toBe(scene.mind);
  });

  test('[CA4] just the call that is meant is declined, also where another window has a call and nothing is shown of it', () => {
    const decline: AppEvent = { type: 'waiting-declined', call: SECOND };
    const said = { type: 'call-request', frame: { type: 'call-decline', call: SECOND } };
    const elsewhere = play(online({ calling: false }), told(accepted(them, myOtherWindow)));
    for (const scene of [play(elsewhere, cyCalls), elsewhere]) {
      const after = play(scene, decline);
      expect(after.effects).toEqual([said]);
      expect(call(after)).toMatchObject({ phase: 'other-context', call: CALL });
      expect(call(play(after, cyRings, told(ended(me, { answerer: them }))))).toEqual({ phase: 'none' });
      expect(play(after, decline).mind).toBe(after.mind);
    }
    expect(ending(play(online({ calling: false }), cyCalls, decline))).toMatchObject({ reason: 'declined', by: 'me' });
  });

  test('[CA4] declined before the relay is there, it is said as soon as that is, and does not ring', () => {
    const scene = play(signedIn({ calling: false }), { type: 'waiting-declined', call: SECOND }, welcome());
    expect(scene.effects).toContainEqual({ type: 'call-request', frame: { type: 'call-decline', call: SECOND } });
    expect(call(play(scene, cyCalls))).toEqual({ phase: 'none' });
  });

  test('[R15] a call that is answered, here or on another device, is not declined any more', () => {
    const answeredElsewhere = told({ ...accepted(cysPhone, myLaptop), call: SECOND });
    const scene = play(talking(), cyCalls, answeredElsewhere);
    expect(play(scene, { type: 'waiting-declined', call: SECOND }).mind).toBe(scene.mind);
  });

  test('[R15] [CA15] switching hangs up, then answers, in this order', () => {
    const scene = play(talking(), cyCalls, { type: 'waiting-answered', call: SECOND, media: 'video' });
    expect(call(scene)).toMatchObject({ phase: 'incoming', call: SECOND, answering: 'video' });
    const said = scene.effects.flatMap((effect) =>
      effect.type === 'call-request'
        ? [effect.frame.type]
        : effect.type === 'peer-message'
          ? [effect.message.type]
          : [],
    );
    expect(said).toEqual(['hang-up', 'call-end', 'call-accept']);
    const next = play(scene, told({ ...accepted(cysPhone, me, { call: SECOND }), callee: me.account }));
    expect(active(next)).toMatchObject({ call: SECOND, person: cy, camera: { state: 'starting' } });
  });

  test('[R15] whoever waited rings as soon as the present call is over', () => {
    const scene = play(talking(), cyCalls, told(ended(me, { answerer: them })));
    expect(call(scene)).toMatchObject({ phase: 'incoming', call: SECOND });
    expect(types(scene)).toContain('ring-claim');
  });

  test('[R15] who called before the answer waits, too', () => {
    const scene = play(calling(play(online(), choose(true))), cyCalls, told(accepted(me, them)));
    expect(waiting(scene)).toMatchObject({ call: SECOND });
  });

  test('[R15] another device of the person stays silent, until the call there is over', () => {
    const busy = play(online(), told(accepted(them, myLaptop)), cyCalls);
    expect(call(busy).phase).toBe('other-device');
    const free = play(busy, told(ended(them, { answerer: myLaptop })));
    expect(call(free)).toMatchObject({ phase: 'incoming', call: SECOND });
  });

  test('[R15] also where the end of that call was missed: by its line in the mailbox, or on the next socket', () => {
    const busy = play(online(), told(accepted(them, myLaptop)), cyCalls);
    const summary = {
      call: CALL,
      caller: them.account,
      callee: me.account,
      media: 'audio',
      started_at: NOW,
      answered_at: NOW,
      ended_at: NOW,
      reason: 'hang-up',
    } as const;
    const line = frame({ type: 'deliver', items: [{ kind: 'call', seq: 1, at: NOW, summary }] });
    expect(call(play(busy, line))).toMatchObject({ phase: 'incoming', call: SECOND });
    const again = play(busy, dropLink, { type: 'timer', timer: 'link' }, welcome('new'));
    expect(call(again)).toMatchObject({ phase: 'incoming', call: SECOND });
  });

  const twice = (chosen = choose(true)): Scene => play(online(), chosen, told(ringing(them)), cyCalls);
  const answerCy: AppEvent = { type: 'waiting-answered', call: SECOND, media: 'audio' };

  test('[R15] of two who ring at once the second is answered where that is wanted, and the first is left to ring', () => {
    expect(call(twice())).toMatchObject({ phase: 'incoming', call: CALL, waiting: { call: SECOND, person: cy } });
    const scene = play(twice(), answerCy);
    expect(call(scene)).toMatchObject({ phase: 'incoming', call: SECOND, answering: 'audio' });
    expect(scene.effects.flatMap((effect) => (effect.type === 'call-request' ? [effect.frame] : []))).toEqual([
      { type: 'call-accept', call: SECOND, waiting: true },
    ]);
    const next = play(scene, told({ ...accepted(cysPhone, me, { call: SECOND }), callee: me.account }));
    expect(active(next)).toMatchObject({ call: SECOND, person: cy, waiting: { call: CALL, person: them.account } });
  });

  test('[R15] whoever answered the first by then hangs up there', () => {
    const scene = play(twice(), { type: 'call-answered', media: 'audio' }, answerCy);
    expect(call(scene)).toMatchObject({ call: SECOND, answering: 'audio' });
    expect(scene.effects).toContainEqual({ type: 'call-request', frame: { type: 'call-end', call: CALL } });
  });

  test('the second of two who ring at once is not answered once it is over', () => {
    const scene = play(twice(), cyGivesUp);
    expect(play(scene, answerCy).mind).toBe(scene.mind);
  });

  test('[R15] another context of the device that rings for the first does not go on with it during the second', () => {
    const accept = told({ ...accepted(cysPhone, myOtherWindow, { call: SECOND }), callee: me.account });
    const scene = play(twice(), accept);
    expect(call(scene)).toMatchObject({ phase: 'other-context', call: SECOND });
    expect(scene.effects).toContainEqual({ type: 'ring-release' });
  });

  test('[R15] [CA15] another device that rings for the first is silent once the second is answered elsewhere, and rings again after it', () => {
    const secondAt = (version: number) => ({ call: SECOND, version });
    const accept = told({ ...accepted(cysPhone, myLaptop, secondAt(3)), callee: me.account });
    const hangUp = told({ ...ended(cysPhone, { ...secondAt(9), answerer: myLaptop }), callee: me.account });
    const silent = play(twice(), accept);
    expect(call(silent)).toMatchObject({ phase: 'other-device', call: SECOND, person: cy, device: myLaptop.device });
    expect(silent.effects).toContainEqual({ type: 'tone', tone: 'silence' });
    expect(silent.effects).toContainEqual({ type: 'ring-release' });
    expect(call(play(silent, hangUp))).toMatchObject({ phase: 'incoming', call: CALL });
    const gone = told(ended(them, { reason: 'cancelled' }));
    expect(call(play(silent, gone))).toMatchObject({ phase: 'other-device', call: SECOND });
    expect(call(play(silent, gone, hangUp)).phase).toBe('none');
    // Whoever has answered the first here is told by the relay who was faster.
    const answering = play(twice(), { type: 'call-answered', media: 'audio' }, accept);
    expect(call(answering)).toMatchObject({ call: CALL, answering: 'audio' });
  });

  test('a switch to a call that is over changes nothing', () => {
    const scene = play(talking(), cyCalls, cyGivesUp);
    expect(play(scene, { type: 'waiting-answered', call: SECOND, media: 'audio' }).mind).toBe(scene.mind);
    expect(ending(scene)).toBe('active');
  });
});
