import type { Page, Part } from '#shared/core/chat/window.ts';
import type { AppEvent } from '#shared/core/mind.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { type History, StoreError } from './ports.ts';

type Again = Extract<Part, { at: 'again' }>;

export interface ReadingOptions {
  readonly history: History;
  readonly dispatch: (event: AppEvent) => void;
  readonly onBroken: (error: unknown) => void;
  /** Runs it after a while, for what could not be done. */
  readonly later: (run: () => void) => void;
}

/** What is shown of the store, read one after the other: what was asked for last is shown last. */
export interface Reading {
  read(work: () => Promise<AppEvent>): void;
  summaries(): void;
  items(conversation: ConversationId, part: Part): void;
}

const both = (a: Again, b: Again): Again => {
  const from = Math.min(a.from, b.from);
  return { at: 'again', from, limit: Math.max(a.from + a.limit, b.from + b.limit) - from };
};

/** Many changes at once are read once: a reading that has not begun yet finds what has been written since. */
export const createReading = ({ history, dispatch, onBroken, later }: ReadingOptions): Reading => {
  let chain: Promise<void> = Promise.resolve();
  let summariesWait = false;
  const again = new Map<ConversationId, Again>();

  const read = (work: () => Promise<AppEvent>): void => {
    chain = chain
      .then(work)
      .then(dispatch)
      .catch((error: unknown) => {
        onBroken(error);
        // Nobody else would ask for it: the page would wait for it for ever.
        if (error instanceof StoreError) later(() => read(work));
      });
  };
  const shown = (conversation: ConversationId, part: Part, page: Page): AppEvent => ({
    type: 'items-read',
    conversation,
    part,
    page,
  });

  const readAgain = (conversation: ConversationId, part: Again): void => {
    const waiting = again.get(conversation);
    again.set(conversation, waiting ? both(waiting, part) : part);
    if (waiting) return;
    read(async () => {
      const wanted = again.get(conversation) ?? part;
      again.delete(conversation);
      return shown(conversation, wanted, await history.items(conversation, wanted));
    });
  };

  return {
    read,
    summaries: () => {
      if (summariesWait) return;
      summariesWait = true;
      read(async () => {
        summariesWait = false;
        return { type: 'summaries-read', summaries: await history.summaries() };
      });
    },
    items: (conversation, part) => {
      if (part.at === 'again') return readAgain(conversation, part);
      read(async () => shown(conversation, part, await history.items(conversation, part)));
    },
  };
};
