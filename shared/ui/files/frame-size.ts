import type { Attachment } from '#shared/protocol/content.ts';

/** Pixels of the largest picture in a bubble. */
const WIDEST = 320;
const HIGHEST = 360;
const SMALLEST = 96;

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The room a picture or film takes in its bubble before it is there, so that nothing moves when it comes. What the
 * sender says of its size is only believed within bounds. `undefined` where it is not a picture.
 */
export const frameSize = ({ kind, width, height }: Attachment): FrameSize | undefined => {
  if (kind !== 'image' && kind !== 'video') return undefined;
  if (!width || !height) return { width: WIDEST, height: 180 };
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return {
    width: Math.max(SMALLEST, Math.round(width * scale)),
    height: Math.max(SMALLEST, Math.round(height * scale)),
  };
};
