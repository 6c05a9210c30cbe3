import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SILENCE_MS, UNHEARD_MS } from '#shared/client/peers/pulse.ts';
import {
  begin,
  RENEW_MS,
  RESTART_MS,
  type Recovery,
  type RecoveryEffect,
  type RecoveryEvent,
  recover,
  WAVER_MS,
} from '#shared/client/peers/recovery.ts';

const EVENTS: readonly RecoveryEvent[] = [
  'connected',
  'disconnected',
  'failed',
  'quiet',
  'silent',
  'unheard',
  'gone',
  'asked',
  'replaced',
  'revive',
  'time',
];

/** The state after those events from the beginning, and everything that was to be done on the way. */
const through = (...events: RecoveryEvent[]): { state: Recovery; effects: readonly RecoveryEffect[] } => {
  let [state, effects] = begin;
  for (const event of events) {
    const [next, more] = recover(state, event);
    state = next;
    effects = [...effects, ...more];
  }
  return { state, effects };
};

const lastStep = (...events: RecoveryEvent[]) => {
  const { state } = through(...events.slice(0, -1));
  return recover(state, events.at(-1) ?? 'time');
};

const told = (effects: readonly RecoveryEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'tell' ? effect.event.type : []));

describe('the path of a call', () => {
  test('[R27] a path that is disconnected for less than 2 seconds is nobody’s business', () => {
    expect(lastStep('connected', 'disconnected')).toEqual(['wavering', [{ type: 'wait', ms: WAVER_MS }]]);
    expect(lastStep('connected', 'disconnected', 'connected')).toEqual(['well', [{ type: 'rest' }]]);
    expect(told(through('connected', 'disconnected', 'connected').effects)).toEqual(['path-connected']);
    expect(WAVER_MS).toBe(2000);
  });

  test('[R27] after 2 seconds, and at once when it failed, ICE restarts and the loss is told', () => {
    const restart = (ago: number) => [
      'restarting',
      [{ type: 'wait', ms: RESTART_MS }, { type: 'tell', event: { type: 'path-lost', ago } }, { type: 'restart' }],
    ];
    expect(lastStep('connected', 'disconnected', 'time')).toEqual(restart(WAVER_MS));
    expect(lastStep('connected', 'disconnected', 'failed')).toEqual(restart(0));
    expect(lastStep('connected', 'failed')).toEqual(restart(0));
    expect(lastStep('connected', 'silent')).toEqual(restart(SILENCE_MS));
  });

  test('[R27] where what was coming has stopped ICE restarts before anybody is told, and again in a silence', () => {
    expect(lastStep('connected', 'quiet')).toEqual(['seeking', [{ type: 'seek' }]]);
    expect(lastStep('connected', 'quiet', 'disconnected')).toEqual(['seeking', []]);
    expect(lastStep('connected', 'quiet', 'connected')).toEqual(['well', [{ type: 'rest' }]]);
    expect(lastStep('connected', 'quiet', 'silent')).toEqual([
      'restarting',
      [
        { type: 'wait', ms: RESTART_MS },
        { type: 'tell', event: { type: 'path-lost', ago: SILENCE_MS } },
        { type: 'restart' },
      ],
    ]);
    // A path that is known to be disconnected is waited for as ever.
    expect(lastStep('connected', 'disconnected', 'quiet')).toEqual(['wavering', []]);
  });

  test('[R32] a silent path restarts although ICE calls it connected', () => {
    expect(lastStep('connected', 'silent')[0]).toBe('restarting');
    expect(lastStep('connected', 'silent', 'connected')[0]).toBe('well');
  });

  test('[R30] what a restart has not mended in 15 seconds gets a fresh connection', () => {
    expect(lastStep('connected', 'failed', 'time')).toEqual([
      'renewing',
      [{ type: 'wait', ms: RENEW_MS }, { type: 'renew' }],
    ]);
    expect(RESTART_MS).toBe(15_000);
  });

  test('[R30] a connection that never carried anything is made anew at once: ICE thinks well of its path', () => {
    expect(lastStep('connected', 'unheard')).toEqual([
      'renewing',
      [
        { type: 'wait', ms: RENEW_MS },
        { type: 'tell', event: { type: 'path-lost', ago: UNHEARD_MS } },
        { type: 'renew' },
      ],
    ]);
    expect(lastStep('connected', 'failed', 'unheard')[1]).toContainEqual({ type: 'renew' });
    // Its media came, and stopped before there was a channel.
    expect(lastStep('connected', 'quiet', 'unheard')).toEqual(lastStep('connected', 'unheard'));
  });

  test('a connection that is gone cannot restart: it is made anew at once', () => {
    expect(lastStep('connected', 'gone')[0]).toBe('renewing');
    expect(lastStep('connected', 'failed', 'gone')[0]).toBe('renewing');
  });

  test('[R18] a connection is made at once for whoever has none', () => {
    const renew = { type: 'renew' };
    for (const before of [['connected'], ['connected', 'failed'], ['connected', 'gone'], []] as const)
      expect(lastStep(...before, 'asked')[1]).toContainEqual(renew);
    expect(lastStep('connected', 'asked')[0]).toBe('renewing');
  });

  test('when the other side has made a fresh connection none is made here', () => {
    const [state, effects] = lastStep('connected', 'replaced');
    expect(state).toBe('renewing');
    expect(effects).not.toContainEqual({ type: 'renew' });
  });

  test('[R29] only after restart and fresh connection is there nothing left, and a revival begins again', () => {
    expect(told(through('connected', 'failed', 'time', 'time').effects)).toEqual([
      'path-connected',
      'path-lost',
      'path-failed',
    ]);
    expect(lastStep('connected', 'failed', 'time', 'time', 'revive')[1]).toContainEqual({ type: 'renew' });
    expect(RESTART_MS + RENEW_MS).toBe(30_000);
  });

  test('a revival leaves a path alone that is well', () => {
    expect(lastStep('connected', 'revive')).toEqual(['well', []]);
  });

  test('whatever happens, what is told makes sense: connected and lost take turns, and failed follows no connected', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (events) => {
        const story = told(through(...events).effects);
        const path = story.filter((event) => event !== 'path-failed');
        for (const [index, event] of path.entries()) {
          if (event === 'path-lost') expect(path[index - 1]).toBe('path-connected');
          else expect(path[index - 1]).not.toBe('path-connected');
        }
        for (const [index, event] of story.entries()) {
          if (event === 'path-failed') expect(story[index - 1]).not.toBe('path-connected');
        }
      }),
    );
  });
});
