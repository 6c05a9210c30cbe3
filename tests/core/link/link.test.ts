import { describe, expect, test } from 'vitest';
import type { Link } from '#shared/core/link/link.ts';
import { type LinkEvent, link } from '#shared/core/link/transition.ts';
import { closeCode } from '#shared/protocol/errors.ts';

const NOW = 1_000_000;
const at = (event: LinkEvent, now = NOW, jitter = 0) => ({ ...event, now, jitter });

const idle: Link = { state: 'idle' };
const connecting: Link = { state: 'connecting', attempt: 0, since: NOW };
const online: Link = { state: 'online', endpoint: 'here', skew: 0, pulse: 'heard' };
const backingOff: Link = { state: 'backing-off', attempt: 2, since: NOW, until: NOW + 1_200 };
const closed: Link = { state: 'closed', end: 'signed-out' };

/** Runs the events one after the other and answers the waits that were set. */
const waits = (start: Link, ...events: readonly LinkEvent[]): readonly number[] => {
  let state = start;
  return events.flatMap((event) => {
    const [next, effects] = link(state, at(event));
    state = next;
    return effects.flatMap((effect) => (effect.type === 'timer' && state.state === 'backing-off' ? [effect.ms] : []));
  });
};

describe('the link', () => {
  test('[R31] comes back after 0, 300, 1200, 2700 and 4800 ms, then every 7 s', () => {
    const lost: LinkEvent = { type: 'link-closed', code: 1006 };
    const again: LinkEvent = { type: 'link-timer' };
    const attempts = Array.from({ length: 7 }, () => [again, lost] as const).flat();
    expect(waits(online, lost, ...attempts)).toEqual([0, 300, 1_200, 2_700, 4_800, 7_000, 7_000, 7_000]);
  });

  test('[R31] each wait is lengthened by its jitter, and known to the state', () => {
    const [state, effects] = link(backingOff, at({ type: 'link-timer' }));
    expect(state).toEqual({ state: 'connecting', attempt: 2, since: NOW });
    expect(effects).toContainEqual({ type: 'socket' });
    expect(link(state, at({ type: 'link-refused', reason: 'offline' }, NOW + 5, 640))[0]).toEqual({
      state: 'backing-off',
      attempt: 3,
      since: NOW,
      until: NOW + 5 + 2_700 + 640,
    });
  });

  test('[R31] being back on a network is acted on at once', () => {
    expect(link(backingOff, at({ type: 'network-returned' }))).toMatchObject([
      { state: 'connecting', attempt: 0 },
      [{ type: 'socket' }, {}],
    ]);
  });

  test('[HE5] it pings after 20 s without knowing, and is dead 10 s after an unanswered ping', () => {
    const [asked, effects] = link(online, at({ type: 'link-timer' }));
    expect(effects).toEqual([
      { type: 'frame', frame: { type: 'ping' } },
      { type: 'timer', timer: 'link', ms: 10_000 },
    ]);
    expect(link(asked, at({ type: 'link-timer' }))[0].state).toBe('backing-off');
    expect(link(asked, at({ type: 'link-heard' }))).toEqual([online, [{ type: 'timer', timer: 'link', ms: 20_000 }]]);
  });

  test('an attempt that began on another network is made anew, one that has just begun is not', () => {
    const returned: LinkEvent = { type: 'network-returned' };
    expect(link(connecting, at(returned, NOW + 2_001))).toMatchObject([connecting, [{ type: 'socket' }, {}]]);
    expect(link(connecting, at(returned, NOW + 2_000))).toEqual([connecting, []]);
  });

  test('a network that returns under a link that looks well is asked about at once, and has 2 s to answer', () => {
    const asked: Link = { ...online, pulse: 'asked' };
    for (const state of [online, asked]) {
      expect(link(state, at({ type: 'network-returned' }))).toEqual([
        asked,
        [
          { type: 'frame', frame: { type: 'ping' } },
          { type: 'timer', timer: 'link', ms: 2_000 },
        ],
      ]);
    }
  });

  test('[HE2] a welcome makes it online, and tells the relay’s clock from ours', () => {
    const welcomed = at({ type: 'link-welcomed', endpoint: 'here', serverTime: NOW + 250 });
    expect(link(connecting, welcomed)).toEqual([
      { ...online, skew: 250 },
      [{ type: 'timer', timer: 'link', ms: 20_000 }],
    ]);
  });

  test('[HE6] a relay that says when it is back is not asked before', () => {
    const [told] = link(online, at({ type: 'link-leave-taken', retryAfter: 12 }));
    expect(waits(told, { type: 'link-closed', code: 4012 })).toEqual([12_000]);
  });

  test('[HE6] those who were told moments of their own come back at them, however they are lost', () => {
    const told = Array.from({ length: 200 }, (_, place) => (place + 1) / 20);
    const back = told.map((retryAfter, place) => {
      const [away] = link(online, at({ type: 'link-leave-taken', retryAfter }));
      const jitter = (place * 379) % 1_000;
      const [next] = link(away, at({ type: 'link-closed', code: place % 2 === 0 ? 4012 : 1006 }, NOW, jitter));
      return next.state === 'backing-off' ? Math.round(next.until - NOW - jitter) : Number.NaN;
    });
    expect(back).toEqual(told.map((seconds) => Math.round(seconds * 1_000)));
  });

  test('[SE3] a session that is over is not tried again', () => {
    for (const [state, event] of [
      [online, { type: 'link-closed', code: 4001 }],
      [connecting, { type: 'link-refused', reason: 'unauthorized' }],
    ] as const) {
      const [next, effects] = link(state, at(event));
      expect(next).toEqual({ state: 'closed', end: 'session-ended' });
      expect(effects).toEqual([{ type: 'socket-end' }, { type: 'timer-end', timer: 'link' }]);
    }
  });

  test('[HE1] a relay of another version is not tried again', () => {
    expect(link(connecting, at({ type: 'link-refused', reason: 'version-mismatch' }))[0]).toEqual({
      state: 'closed',
      end: 'version-mismatch',
    });
  });

  test.each([4002, 4008, 4029])('[ER3] [ER4] turned away with %i, it does not come back at once', (code) => {
    expect(waits(online, { type: 'link-closed', code })).toEqual([7_000]);
  });

  test('an attempt that hangs is given up', () => {
    expect(link(connecting, at({ type: 'link-timer' }, NOW + 10_000))[0]).toMatchObject({
      state: 'backing-off',
      attempt: 1,
    });
  });

  test('signing in again opens what signing out closed', () => {
    expect(link(closed, at({ type: 'link-wanted' }))[0]).toEqual(connecting);
  });

  test.each([
    ['link-wanted', [connecting, online, backingOff]],
    ['link-closed', [idle, backingOff, closed]],
    ['link-refused', [idle, online, backingOff, closed]],
    ['link-welcomed', [idle, online, backingOff, closed]],
    ['link-heard', [idle, connecting, online, backingOff, closed]],
    ['link-leave-taken', [idle, connecting, backingOff, closed]],
    ['link-timer', [idle, closed]],
    ['network-returned', [idle, connecting, closed]],
  ] as const)('%s changes nothing where it comes too late', (type, states) => {
    const events: { readonly [T in LinkEvent['type']]: Extract<LinkEvent, { type: T }> } = {
      'link-wanted': { type: 'link-wanted' },
      'link-ended': { type: 'link-ended', end: 'signed-out' },
      'link-refused': { type: 'link-refused', reason: 'offline' },
      'link-closed': { type: 'link-closed', code: 1006 },
      'link-welcomed': { type: 'link-welcomed', endpoint: 'there', serverTime: NOW },
      'link-heard': { type: 'link-heard' },
      'link-leave-taken': { type: 'link-leave-taken', retryAfter: 1 },
      'link-timer': { type: 'link-timer' },
      'network-returned': { type: 'network-returned' },
    };
    for (const state of states) {
      const [next, effects] = link(state, at(events[type]));
      expect(next).toBe(state);
      expect(effects).toEqual([]);
    }
  });

  test('it ends once, from wherever it was wanted', () => {
    expect(link(idle, at({ type: 'link-ended', end: 'signed-out' }))).toEqual([idle, []]);
    for (const state of [connecting, online, backingOff, closed]) {
      const [next] = link(state, at({ type: 'link-ended', end: 'signed-out' }));
      expect(next).toEqual(closed);
      expect(link(next, at({ type: 'link-ended', end: 'signed-out' }))[0]).toBe(next);
    }
  });

  test('[SE7] a disabled account ends it, and it is tried again when the person comes back', () => {
    expect(link(online, at({ type: 'link-closed', code: closeCode.disabled }))[0]).toEqual({
      state: 'closed',
      end: 'disabled',
    });
    const [refused] = link(connecting, at({ type: 'link-refused', reason: 'account_disabled' }));
    expect(refused).toEqual({ state: 'closed', end: 'disabled' });
    expect(link(refused, at({ type: 'link-timer' }))[0]).toBe(refused);
    expect(link(refused, at({ type: 'network-returned' }))[0]).toEqual(connecting);
    expect(link(closed, at({ type: 'network-returned' }))[0]).toBe(closed);
  });
});
