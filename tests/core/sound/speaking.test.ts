import { expect, test } from 'vitest';
import { isSpeaking, lastHeard, SPEAKING_LOOK_MS } from '#shared/core/sound/speaking.ts';

test('[R36] who speaks is seen to at the next look, within 200 ms, and for 3 s after', () => {
  expect(SPEAKING_LOOK_MS).toBeLessThanOrEqual(200);
  const heard = lastHeard(undefined, 0.1, 1_000);
  expect(isSpeaking(heard, 1_000)).toBe(true);
  const silent = lastHeard(lastHeard(heard, 0.001, 1_100), undefined, 1_200);
  expect(isSpeaking(silent, 3_999)).toBe(true);
  expect(isSpeaking(silent, 4_000)).toBe(false);
});

test('[R36] who has not been heard does not speak', () => {
  expect(isSpeaking(lastHeard(undefined, 0.002, 1_000), 1_000)).toBe(false);
  expect(isSpeaking(lastHeard(undefined, undefined, 1_000), 1_000)).toBe(false);
});
