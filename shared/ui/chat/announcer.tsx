import { createEffect, createSignal, For, on } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import hidden from '../kit/hidden.module.css';
import { messageWords } from '../roster/preview-words.ts';

/** How many announcements stand at a time: a screen reader that is busy reads them later. */
const KEPT = 5;

/** Tells a screen reader of each message that comes while the conversation is open: who says what, once. */
export const Announcer = (props: { readonly person: AccountId; readonly conversation: ConversationId }) => {
  const { state, words } = useUi();
  const [told, setTold] = createSignal<readonly Message[]>([]);
  const last = () => state().chat.summaries.get(props.conversation)?.last;
  let heard = last()?.position ?? 0;
  createEffect(
    on(
      last,
      (newest) => {
        if (!newest || newest.position <= heard) return;
        // Several may have come in one delivery; those that are not held are not on the screen either.
        const fresh = [...(state().chat.open?.items ?? []), newest].filter(
          (item, index, all): item is Message =>
            item.kind === 'message' &&
            item.author === props.person &&
            item.position > heard &&
            all.findIndex(({ position }) => position === item.position) === index,
        );
        heard = newest.position;
        if (fresh.length > 0) setTold((before) => [...before, ...fresh].slice(-KEPT));
      },
      { defer: true },
    ),
  );
  return (
    <div class={hidden.hidden} aria-live="polite" data-announcer>
      <For each={told()}>
        {(message) => (
          <p>
            {words().chat.from(nameOf(state(), message.author))} {messageWords(message, words())}
          </p>
        )}
      </For>
    </div>
  );
};
