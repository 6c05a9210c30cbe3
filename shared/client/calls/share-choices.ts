import { membersOf } from '#shared/core/members-of.ts';
import {
  defaultShareChoices,
  SHARE_CONTENTS,
  SHARE_FPS,
  type ShareChoice,
  type ShareChoices,
} from '#shared/core/quality/share-choice.ts';
import { remembered } from '../remember.ts';

const readable = (kept: unknown, otherwise: ShareChoice): ShareChoice => {
  const { content, fps } = membersOf(kept);
  return {
    content: SHARE_CONTENTS.find((known) => known === content) ?? otherwise.content,
    fps: typeof fps === 'number' ? Math.min(SHARE_FPS.most, Math.max(SHARE_FPS.least, fps)) : otherwise.fps,
  };
};

/** How this device shares. */
export const rememberedShareChoices = remembered('shares', (kept): ShareChoices => {
  const { screen, tab } = membersOf(kept);
  return { screen: readable(screen, defaultShareChoices.screen), tab: readable(tab, defaultShareChoices.tab) };
});
