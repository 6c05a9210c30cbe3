import { describe, expect, test } from 'vitest';
import { MOST_SHARES } from '#shared/core/call/share.ts';
import type { AppEvent } from '#shared/core/mind.ts';
import { active, CALL, peerSays, play, type Scene, talking, types } from './scene.ts';

const ask: AppEvent = { type: 'share-asked', kind: 'screen' };
const started = (stream: string): AppEvent => ({ type: 'share-started', call: CALL, stream, sound: true });
const stop = (stream?: string): AppEvent => ({ type: 'share-stop-asked', ...(stream !== undefined && { stream }) });
const sharing = (...streams: readonly string[]): Scene =>
  streams.reduce<Scene>((scene, stream) => play(scene, ask, started(stream)), talking());
const theirs = (stream: string): AppEvent =>
  peerSays({ type: 'remote-share', stream, share: `their ${stream}`, kind: 'tab', sound: true });
const screen = (stream: string) => ({ stream, kind: 'screen', sound: true });
const shown = (scene: Scene) => active(scene).shares.map(({ stream }) => stream);

describe('own shares', () => {
  test('one is asked for, shown and stopped', () => {
    const asked = play(talking(), ask);
    expect(asked.effects).toEqual([{ type: 'share', call: CALL, kind: 'screen' }]);
    expect(play(asked, ask).mind).toBe(asked.mind);
    const on = play(asked, started('one'));
    expect(active(on)).toMatchObject({ shareRequest: { state: 'none' }, shares: [screen('one')] });
    const off = play(on, stop());
    expect(active(off).shares).toEqual([]);
    expect(off.effects).toEqual([{ type: 'share-end', stream: 'one' }]);
    expect(play(off, stop()).mind).toBe(off.mind);
  });

  test('another one comes beside it; one is stopped by its name, all of them without', () => {
    const both = sharing('one', 'two');
    expect(shown(both)).toEqual(['one', 'two']);
    const left = play(both, stop('one'));
    expect(shown(left)).toEqual(['two']);
    expect(left.effects).toEqual([{ type: 'share-end', stream: 'one' }]);
    expect(play(left, stop('one')).mind).toBe(left.mind);
    expect(play(both, ask, stop()).effects).toEqual([
      { type: 'share-request-end' },
      { type: 'share-end', stream: 'one' },
      { type: 'share-end', stream: 'two' },
    ]);
  });

  test('there is an end to how many', () => {
    const full = sharing(...Array.from({ length: MOST_SHARES }, (_, index) => `share ${index}`));
    const refused = play(full, ask);
    expect(refused.effects).toEqual([]);
    expect(active(refused)).toMatchObject({ shareRequest: { state: 'full' }, shares: active(full).shares });
    expect(active(play(refused, stop('share 0'), ask)).shareRequest).toEqual({ state: 'starting', kind: 'screen' });
  });

  test('one that comes after it was stopped is not shown', () => {
    const stopped = play(talking(), ask, stop());
    expect(stopped.effects).toEqual([{ type: 'share-request-end' }]);
    expect(play(stopped, started('one')).mind).toBe(stopped.mind);
  });

  test('a failure is said, a closed picker is not, and what is shown already stays', () => {
    const refused = (reason: 'share_cancelled' | 'share_unsupported'): AppEvent => ({
      type: 'share-failed',
      call: CALL,
      reason,
    });
    const failed = play(sharing('one'), ask, refused('share_unsupported'));
    expect(active(failed)).toMatchObject({
      shareRequest: { state: 'failed', kind: 'screen', reason: 'share_unsupported' },
      shares: [screen('one')],
    });
    expect(active(play(talking(), ask, refused('share_cancelled'))).shareRequest).toEqual({ state: 'none' });
    expect(types(play(talking(), ask, refused('share_unsupported'), stop()))).toEqual([]);
  });

  test('the other side may end one of them, and so may the browser', () => {
    const both = sharing('one', 'two');
    const asked = play(both, peerSays({ type: 'message', message: { type: 'stop-your-share', share: 'one' } }));
    expect(shown(asked)).toEqual(['two']);
    expect(asked.effects).toEqual([{ type: 'share-end', stream: 'one' }]);
    const ended: AppEvent = { type: 'share-ended', call: CALL, stream: 'two' };
    expect(shown(play(both, ended))).toEqual(['one']);
    expect(play(talking(), ended).effects).toEqual([]);
  });
});

describe('shares of the other side', () => {
  const asks = (stream: string) => ({
    type: 'peer-message',
    call: CALL,
    message: { type: 'stop-your-share', share: `their ${stream}` },
  });

  test('they are shown beside each other, and end by themselves', () => {
    const seen = play(talking(), theirs('a'), theirs('b'));
    expect(active(seen).remoteShares.map(({ stream }) => stream)).toEqual(['a', 'b']);
    const gone = play(seen, peerSays({ type: 'remote-share-ended', stream: 'a' }));
    expect(active(gone).remoteShares.map(({ stream }) => stream)).toEqual(['b']);
    expect(play(gone, peerSays({ type: 'remote-share-ended', stream: 'a' })).mind).toBe(gone.mind);
  });

  test('one of them can be ended from here; all of them where nothing is shown from here', () => {
    const seen = play(talking(), theirs('a'), theirs('b'));
    expect(play(seen, stop('b')).effects).toEqual([asks('b')]);
    expect(play(seen, stop()).effects).toEqual([asks('a'), asks('b')]);
    const mutual = play(sharing('one'), theirs('a'));
    expect(play(mutual, stop()).effects).toEqual([{ type: 'share-end', stream: 'one' }]);
    expect(play(mutual, stop('a')).effects).toEqual([asks('a')]);
  });
});
