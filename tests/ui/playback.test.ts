import { createRoot, createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlayback, type Playback } from '#shared/ui/files/playback.ts';

/** As much of a browser's player as is used. */
class Player extends EventTarget {
  static last: Player;
  src = '';
  currentTime = 0;
  duration = 4;
  playbackRate = 1;
  sounds = false;
  constructor() {
    super();
    Player.last = this;
  }
  async play(): Promise<void> {
    this.sounds = true;
    this.dispatchEvent(new Event('play'));
  }
  pause(): void {
    if (!this.sounds) return;
    this.sounds = false;
    this.dispatchEvent(new Event('pause'));
  }
}

beforeEach(() => void vi.stubGlobal('Audio', Player));
afterEach(() => void vi.unstubAllGlobals());

/** A voice note on the screen, which this device has or not. */
const shown = (known?: string) => {
  const [address, bring] = createSignal(known);
  const fetch = vi.fn(async () => {});
  const { playback, leave } = createRoot((leave): { playback: Playback; leave: () => void } => ({
    playback: createPlayback({ address, length: () => 4, fetch }),
    leave,
  }));
  return { playback, leave, bring, fetch, player: Player.last };
};

test('a voice note plays and pauses', async () => {
  const { playback, player } = shown('blob:note');
  await playback.toggle();
  expect([player.sounds, playback.playing()]).toEqual([true, true]);
  await playback.toggle();
  expect([player.sounds, playback.playing()]).toEqual([false, false]);
});

test('one that leaves the screen is heard no more', async () => {
  const { playback, leave, player } = shown('blob:note');
  await playback.toggle();
  leave();
  expect(player.sounds).toBe(false);
});

test('one that was asked for plays as soon as it is there, unless it has left the screen', async () => {
  const one = shown();
  await one.playback.toggle();
  expect(one.fetch).toHaveBeenCalledOnce();
  one.bring('blob:note');
  one.player.dispatchEvent(new Event('loadedmetadata'));
  await vi.waitFor(() => expect(one.player.sounds).toBe(true));

  const other = shown();
  await other.playback.toggle();
  other.bring('blob:note');
  other.leave();
  other.player.dispatchEvent(new Event('loadedmetadata'));
  await Promise.resolve();
  await Promise.resolve();
  expect(other.player.sounds).toBe(false);
});
