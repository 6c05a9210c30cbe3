import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BEAT_MS, type Pulse, QUIET_MS, startPulse } from '#shared/client/peers/pulse.ts';

describe('the pulse of a path', () => {
  let bytes = 0;
  let played = 0;
  let end = new AbortController();
  const beat = vi.fn();
  const onSilent = vi.fn();
  const onQuiet = vi.fn();
  const onUnheard = vi.fn();

  /** Of a path that is connected. */
  const connect = (): Pulse =>
    startPulse({
      beat,
      onQuiet,
      onSilent,
      onUnheard,
      mediaBytes: async () => bytes,
      playedAt: () => played,
      lifetime: end.signal,
      now: () => Date.now(),
    });
  /** Of one whose channel is open, too. */
  const start = (): Pulse => {
    const pulse = connect();
    pulse.heard();
    return pulse;
  };

  /** Media comes for so long, a packet of silence now and then at least. */
  const flow = async (ms: number): Promise<void> => {
    for (let past = 0; past < ms; past += 400) {
      played += 1;
      bytes += 100;
      await vi.advanceTimersByTimeAsync(400);
    }
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    bytes = 0;
    end = new AbortController();
  });
  afterEach(() => {
    end.abort();
    vi.useRealTimers();
  });

  test('[R32] each second it says that it is there', async () => {
    start();
    await vi.advanceTimersByTimeAsync(5 * BEAT_MS);
    expect(beat).toHaveBeenCalledTimes(5);
  });

  test('[R32] 3 seconds with neither a beat nor media are silence, told once', async () => {
    start();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(onSilent).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    expect(onSilent).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onSilent).toHaveBeenCalledTimes(1);
  });

  test('[R32] media without beats is no silence', async () => {
    start();
    for (let second = 0; second < 10; second++) {
      bytes += 1000;
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(onSilent).not.toHaveBeenCalled();
  });

  test('what is heard ends a silence, and the next one is told again', async () => {
    const pulse = start();
    await vi.advanceTimersByTimeAsync(3_000);
    pulse.heard();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onSilent).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onSilent).toHaveBeenCalledTimes(2);
  });

  test('[R30] a path that looks connected and has carried nothing for 5 seconds is told apart from one that went silent', async () => {
    connect();
    await vi.advanceTimersByTimeAsync(4_900);
    expect(onUnheard).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onUnheard).toHaveBeenCalledTimes(1);
    expect(onSilent).not.toHaveBeenCalled();
  });

  test('media that come before the channel opens are heard', async () => {
    connect();
    for (let second = 0; second < 10; second++) {
      bytes += 1000;
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(onUnheard).not.toHaveBeenCalled();
  });

  test('[R27] media that stops together with the beats is noticed before a silence is, and once', async () => {
    const pulse = start();
    await flow(6_000);
    expect(onQuiet).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(QUIET_MS);
    expect(onQuiet).toHaveBeenCalledTimes(1);
    expect(onSilent).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onQuiet).toHaveBeenCalledTimes(1);
    pulse.heard();
    await flow(800);
    await vi.advanceTimersByTimeAsync(QUIET_MS);
    expect(onQuiet).toHaveBeenCalledTimes(2);
  });

  test('[R27] whoever mutes goes on to beat, and is not sought, however late the beats come then', async () => {
    const pulse = start();
    await flow(2_000);
    await vi.advanceTimersByTimeAsync(QUIET_MS - 500);
    pulse.heard();
    await vi.advanceTimersByTimeAsync(2_900);
    pulse.heard();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(onQuiet).not.toHaveBeenCalled();
  });

  test('it ends with its connection', async () => {
    start();
    end.abort();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(beat).not.toHaveBeenCalled();
    expect(onSilent).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
