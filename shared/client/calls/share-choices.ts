import {
  defaultShareChoices,
  SHARE_CONTENTS,
  SHARE_FPS,
  type ShareChoice,
  type ShareChoices,
} from '#shared/core/quality/share-choice.ts';

const KEY = 'tincan.shares';

type Kept = Partial<Record<keyof ShareChoice, unknown>> | undefined;

const readable = (kept: Kept, otherwise: ShareChoice): ShareChoice => ({
  content: SHARE_CONTENTS.find((content) => content === kept?.content) ?? otherwise.content,
  fps: typeof kept?.fps === 'number' ? Math.min(SHARE_FPS.most, Math.max(SHARE_FPS.least, kept.fps)) : otherwise.fps,
});

/** How this device shares. Storage that is blocked or holds something else costs the choice, not the share. */
export const rememberedShareChoices = {
  read: (): ShareChoices => {
    try {
      const kept: Partial<Record<keyof ShareChoices, Kept>> = JSON.parse(localStorage.getItem(KEY) ?? '{}');
      return {
        screen: readable(kept.screen, defaultShareChoices.screen),
        tab: readable(kept.tab, defaultShareChoices.tab),
      };
    } catch {
      return defaultShareChoices;
    }
  },
  write: (choices: ShareChoices): void => {
    try {
      localStorage.setItem(KEY, JSON.stringify(choices));
    } catch {
      // It lasts as long as the page.
    }
  },
};
