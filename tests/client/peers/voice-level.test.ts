import { expect, test } from 'vitest';
import { createVoiceLevel } from '#shared/client/peers/voice-level.ts';

test('[R36] the level of a voice counts once: what has not arrived anew is silence', () => {
  let source = { rtpTimestamp: 960, audioLevel: 0.2 };
  const receiver = { getSynchronizationSources: () => [source] } as unknown as RTCRtpReceiver;
  const level = createVoiceLevel(() => receiver);
  expect(level()).toBe(0.2);
  expect(level()).toBeUndefined();
  source = { rtpTimestamp: 1_920, audioLevel: 0.3 };
  expect(level()).toBe(0.3);
  expect(createVoiceLevel(() => undefined)()).toBeUndefined();
});
