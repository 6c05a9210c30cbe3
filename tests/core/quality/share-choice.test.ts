import { describe, expect, test } from 'vitest';
import { type Cap, capsAt } from '#shared/core/quality/adaptation.ts';
import { SHARE_FPS, shareCap } from '#shared/core/quality/share-choice.ts';

const steps: readonly Cap[] = Array.from({ length: 7 }, (_, step) => capsAt(step).share);

describe('[R37] what is chosen for a share', () => {
  test('no step of the quality sends more than was chosen, nor more than the step allows', () => {
    for (const cap of steps)
      for (const content of ['text', 'motion'] as const)
        for (let fps = SHARE_FPS.least; fps <= SHARE_FPS.most; fps += SHARE_FPS.step) {
          const sent = shareCap(cap, { content, fps }, 1);
          expect(sent.fps).toBeLessThanOrEqual(fps);
          expect(sent.kbps).toBe(cap.kbps);
          expect(sent.fps * sent.height ** 2).toBeLessThanOrEqual(cap.fps * cap.height ** 2 * 1.01);
        }
  });

  test('[R35] where less can be sent, text keeps its lines, and motion its frames', () => {
    const poor: Cap = { height: 1080, fps: 5, kbps: 300 };
    expect(shareCap(poor, { content: 'text', fps: 30 }, 1)).toEqual({ height: 1080, fps: 5, kbps: 300 });
    expect(shareCap(poor, { content: 'motion', fps: 30 }, 1)).toEqual({ height: 624, fps: 15, kbps: 300 });
    expect(shareCap(poor, { content: 'motion', fps: 10 }, 1)).toMatchObject({ fps: 10 });
  });

  test('several shares have together what one would have', () => {
    expect(shareCap({ height: 1080, fps: 30, kbps: 2500 }, { content: 'text', fps: 30 }, 4).kbps).toBe(625);
  });
});
