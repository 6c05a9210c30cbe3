import { expect, test } from 'vitest';
import { capSound } from '#shared/client/peers/cap-sender.ts';

/** As a browser's: it refuses a change while it is busy with another. */
const browserSender = () => {
  let encodings: readonly RTCRtpEncodingParameters[] = [{}];
  let waiting: (() => void) | undefined;
  const sender = {
    getParameters: () => ({ encodings: encodings.map((encoding) => ({ ...encoding })) }),
    setParameters: ({ encodings: next }: RTCRtpSendParameters) => {
      if (waiting) return Promise.reject(new DOMException('busy', 'InvalidStateError'));
      return new Promise<void>((resolve) => {
        waiting = () => {
          encodings = next;
          waiting = undefined;
          resolve();
        };
      });
    },
  } as unknown as RTCRtpSender;
  /** Everything that has been begun is through. */
  const settle = async (): Promise<void> => {
    while (waiting) {
      waiting();
      await new Promise(setImmediate);
    }
  };
  return { sender, settle, allowed: () => encodings[0]?.maxBitrate };
};

test('[R35] of caps that come one upon the other the last one holds', async () => {
  const { sender, settle, allowed } = browserSender();
  for (const kbps of [40, 32, 24]) capSound(sender, kbps);
  await settle();
  expect(allowed()).toBe(24_000);
  capSound(sender, 40);
  await settle();
  expect(allowed()).toBe(40_000);
});

test('a cap that was refused does not keep the next one away', async () => {
  const { sender, settle, allowed } = browserSender();
  const change = sender.setParameters;
  sender.setParameters = () => Promise.reject(new DOMException('not negotiated', 'InvalidStateError'));
  capSound(sender, 40);
  await settle();
  await new Promise(setImmediate);
  sender.setParameters = change;
  capSound(sender, 32);
  await settle();
  expect(allowed()).toBe(32_000);
});
