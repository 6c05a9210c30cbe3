import { describe, expect, test } from 'vitest';
import type { AppEvent } from '#shared/core/mind.ts';
import {
  accepted,
  active,
  CALL,
  call,
  dropLink,
  later,
  me,
  myLaptop,
  myOtherWindow,
  NOW,
  online,
  peerSays,
  play,
  type Scene,
  talking,
  them,
  told,
  welcome,
} from './scene.ts';

const move = { type: 'call-moved-here' } as const;
const here = told(accepted(me, them, { version: 4 }));
const gone = told(accepted(myLaptop, them, { version: 4 }));
const moving = (): Scene => play(online(), told(accepted(myLaptop, them, { media: 'video' })), move);
const moved = (): Scene => play(moving(), here);

const had = (change: { microphone?: boolean; camera?: boolean; deafened?: boolean } = {}) => ({
  microphone: true,
  camera: false,
  deafened: false,
  ...change,
});
const says = (change?: Parameters<typeof had>[0], by = myLaptop.device): AppEvent => ({
  type: 'handover-told',
  call: CALL,
  by,
  had: had(change),
});
const set = (device: 'microphone' | 'camera', on: boolean): AppEvent => ({ type: 'device-set', device, on });
const capture = (device: 'microphone' | 'camera') => ({ type: 'capture', call: CALL, device });
const ask = { type: 'handover-ask', call: CALL, device: myLaptop.device };

describe('[R19] [CA18] the device that a call is moved to', () => {
  test('captures nothing and asks the former device, once it has the call', () => {
    for (const scene of [moving(), moved()]) {
      expect(active(scene)).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' } });
      expect(scene.effects.map(({ type }) => type)).not.toContain('capture');
    }
    expect(moving().effects).not.toContainEqual(ask);
    expect(moved().effects).toContainEqual(ask);
    // A page that is loaded again knows by this that nobody was heard here.
    expect(moving().effects).toContainEqual({ type: 'capture-end', call: CALL, device: 'microphone' });
  });

  test('turns on what was on there, and nothing else', () => {
    const heard = play(moved(), says());
    expect(heard.effects).toEqual([capture('microphone')]);
    expect(active(heard)).toMatchObject({ microphone: { state: 'starting' }, camera: { state: 'off' } });
    expect(play(moved(), says({ camera: true })).effects).toEqual([capture('microphone'), capture('camera')]);
    const muted = play(moved(), says({ microphone: false }));
    expect(muted.effects).toEqual([]);
    expect(active(muted)).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' }, deafened: false });
  });

  test('neither hears nor is heard where that was so there, and speaks again after it where it spoke', () => {
    const deaf = play(moved(), says({ deafened: true }));
    expect(deaf.effects).toEqual([]);
    expect(active(deaf)).toMatchObject({ deafened: true, microphone: { state: 'off' } });
    const hears = { type: 'deafened-set', deafened: false } as const;
    expect(play(deaf, hears).effects).toEqual([capture('microphone')]);
    expect(play(moved(), says({ deafened: true, microphone: false }), hears).effects).toEqual([]);
  });

  test('goes by what its person has chosen on it, before and after it has the call', () => {
    const spoke = play(moving(), set('microphone', true), here);
    expect(active(spoke).microphone).toEqual({ state: 'starting' });
    expect(spoke.effects).not.toContainEqual(ask);
    for (const choice of [
      [set('microphone', true), set('microphone', false)],
      [set('microphone', false)],
      [
        { type: 'deafened-set', deafened: true },
        { type: 'deafened-set', deafened: false },
      ],
    ] as const) {
      const chosen = play(moved(), ...choice);
      expect(play(chosen, says({ camera: true })).mind).toBe(chosen.mind);
    }
  });

  test('has its person’s word where the hint about that is put away', () => {
    const put = later(moved(), 5_000, set('microphone', false));
    expect(active(put)).not.toHaveProperty('undecided');
    expect(put.effects).toEqual([]);
  });

  test('stays silent where the former device does not say so soon, and believes no other and nothing twice', () => {
    const before = moved();
    expect(later(before, 5_000, says()).mind).toBe(before.mind);
    expect(later(before, 4_999, says()).effects).toEqual([capture('microphone')]);
    expect(play(before, says({}, them.device)).mind).toBe(before.mind);
    expect(play(before, { ...says(), call: 'another' } as AppEvent).mind).toBe(before.mind);
    const muted = play(before, says({ microphone: false }));
    expect(play(muted, says()).mind).toBe(muted.mind);
    const beforeIt = moving();
    expect(play(beforeIt, says()).mind).toBe(beforeIt.mind);
    const never = talking();
    expect(play(never, says()).mind).toBe(never.mind);
  });
});

describe('[R19] [CA18] the device that a call was moved from', () => {
  const asked = (by = myLaptop.device): AppEvent => ({ type: 'handover-asked', call: CALL, by, nonce: 'n' });
  const answer = (scene: Scene) => play(scene, asked()).effects;
  const tells = (what: ReturnType<typeof had>) => [
    { type: 'handover-tell', call: CALL, to: myLaptop.device, nonce: 'n', had: what },
  ];
  const deafened = { type: 'deafened-set', deafened: true } as const;
  const started = { type: 'device-started', call: CALL, device: 'microphone' } as const;
  const missing = { type: 'device-failed', call: CALL, device: 'microphone', reason: 'device_missing' } as const;
  const denied = { ...missing, reason: 'device_denied' } as const;

  test.each([
    ['on', [started], had()],
    ['being started', [], had()],
    ['muted', [started, set('microphone', false)], had({ microphone: false })],
    ['with a camera', [started, set('camera', true)], had({ camera: true })],
    ['deafened', [started, deafened], had({ deafened: true })],
    ['muted and deafened', [set('microphone', false), deafened], had({ deafened: true, microphone: false })],
    ['unplugged', [missing], had()],
    ['not allowed', [denied], had({ microphone: false })],
  ] as const)('says what was on: %s', (_, events, what) => {
    expect(answer(play(talking(), ...events, gone))).toEqual(tells(what));
  });

  test('says it of a call whose path was given up, and of one that its page had left', () => {
    const lost = later(
      later(play(talking(), started, set('camera', true)), 0, peerSays({ type: 'path-lost', ago: 0 })),
      30_000,
      { type: 'timer', timer: 'call' },
    );
    expect(active(lost)).toMatchObject({ path: { state: 'lost' }, microphone: { state: 'off' } });
    expect(answer(play(lost, gone))).toEqual(tells(had({ camera: true })));

    const left = (muted: boolean) =>
      play(online(), told(accepted(myOtherWindow, them)), { type: 'call-claimed', call: CALL, muted });
    expect(call(left(true)).phase).toBe('left');
    expect(answer(play(left(true), gone))).toEqual(tells(had({ microphone: false })));
    expect(answer(play(left(false), gone))).toEqual(tells(had()));
  });

  test('tells nobody but the device that has it now, nor before the record says so', () => {
    const after = play(talking(), gone);
    expect(play(after, asked('ann’s tablet')).effects).toEqual([]);
    expect(play(after, { ...asked(), call: 'another' } as AppEvent).effects).toEqual([]);
    expect(answer(talking())).toEqual([]);
    expect(answer(play(online(), told(accepted(myLaptop, them))))).toEqual([]);
    // Closed, or on a new socket: it is the last call that went from here all the same.
    expect(answer(play(after, { type: 'call-dismissed' }))).toEqual(tells(had()));
    expect(answer(play(after, dropLink, { type: 'timer', timer: 'link' }, welcome('new')))).toEqual(tells(had()));
  });

  test('a device that was to have it, and lost it to a faster one, says nothing', () => {
    const faster = { ...myLaptop, device: 'ann’s tablet' };
    const scene = play(moving(), told(accepted(faster, them, { version: 4 })));
    expect(play(scene, asked(faster.device)).effects).toEqual([]);
  });

  test('back here it asks in its turn, and what was on at the other device counts', () => {
    const back = play(talking(), started, gone, move, told(accepted(me, them, { version: 5 })));
    expect(active(back)).toMatchObject({
      undecided: { from: myLaptop.device, since: NOW },
      microphone: { state: 'off' },
    });
    expect(back.effects).toContainEqual(ask);
    expect(play(back, says({ microphone: false })).effects).toEqual([]);
  });
});
