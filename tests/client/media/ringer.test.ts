import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserRinger } from '#shared/client/media/ringer.ts';
import { quiet } from '#tests/fakes/until.ts';

/** As before the first click on a page: it resumes when the test lets it. */
class FakeContext {
  static made: FakeContext[] = [];
  readonly currentTime = 0;
  readonly destination = {};
  tones = 0;
  closed = false;
  resumed = Promise.withResolvers<void>();
  constructor() {
    FakeContext.made.push(this);
  }
  resume = () => this.resumed.promise;
  createGain = () => {
    this.tones += 1;
    return { gain: { setValueAtTime: () => {}, linearRampToValueAtTime: () => {} }, connect: () => {} };
  };
  close = async () => {
    if (this.closed) throw new DOMException('', 'InvalidStateError');
    this.closed = true;
  };
}

beforeEach(() => {
  FakeContext.made = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('AudioContext', FakeContext);
  vi.stubGlobal(
    'OscillatorNode',
    class {
      connect = () => {};
      start = () => {};
      stop = () => {};
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('[R29] of what sounds once only the newest is heard, however long the browser kept it back, and it is let go', async () => {
  const ringer = browserRinger();
  for (let lost = 0; lost < 3; lost++) ringer.lost();
  for (const { resumed } of FakeContext.made) resumed.resolve();
  await quiet();
  expect(FakeContext.made.map(({ tones }) => tones > 0)).toEqual([false, false, true]);
  expect(FakeContext.made.map(({ closed }) => closed)).toEqual([true, true, false]);
  vi.runAllTimers();
  expect(FakeContext.made.every(({ closed }) => closed)).toBe(true);
  ringer.test();
  ringer.stop();
  expect(FakeContext.made.at(-1)?.closed).toBe(false);
});
