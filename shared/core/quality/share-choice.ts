import type { ShareKind } from '../call/call.ts';
import type { Cap } from './adaptation.ts';

/** What of a shared picture is kept where not all of it can be sent: its lines, or its frames. */
export const SHARE_CONTENTS = ['text', 'motion'] as const;
export type ShareContent = (typeof SHARE_CONTENTS)[number];

/** What a person has chosen for what they share, on this device. */
export interface ShareChoice {
  readonly content: ShareContent;
  /** Frames per second that are sent at most. */
  readonly fps: number;
}

export type ShareChoices = Readonly<Record<ShareKind, ShareChoice>>;

/** Frames per second that can be chosen: fewer are no picture of what happens, and no browser captures more. */
export const SHARE_FPS = { least: 5, most: 30, step: 5 } as const;

/** A screen is mostly read, a tab mostly watched (audio.md §5: 5–15 frames for text). */
export const defaultShareChoices: ShareChoices = {
  screen: { content: 'text', fps: 15 },
  tab: { content: 'motion', fps: 30 },
};

/** What moves is no film below this. */
const MOTION_FPS = 15;

/**
 * The most that one of `shares` is sent with, where the quality allows `cap` for all of them together: never more than was
 * chosen. Text loses frames only. Motion keeps some of them, and loses lines in their place: as many points a second.
 */
export const shareCap = (cap: Cap, { content, fps: chosen }: ShareChoice, shares: number): Cap => {
  const kbps = Math.floor(cap.kbps / Math.max(1, shares));
  if (content === 'text') return { ...cap, fps: Math.min(cap.fps, chosen), kbps };
  const fps = Math.min(Math.max(cap.fps, MOTION_FPS), chosen);
  return { height: Math.round(cap.height * Math.sqrt(Math.min(1, cap.fps / fps))), fps, kbps };
};
