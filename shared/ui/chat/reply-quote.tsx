import { createEffect, createMemo, createSignal, on, Show } from 'solid-js';
import { itemKey, refKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Ref } from '#shared/protocol/content.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { messageWords } from '../roster/preview-words.ts';
import styles from './reply-quote.module.css';
import { useTalk } from './talk.ts';

/** The message that another one answers, above it. A click leads there, however long ago it was. */
export const ReplyQuote = (props: { readonly reply: Ref }) => {
  const { client, state, words } = useUi();
  const talk = useTalk();
  const [fetched, setFetched] = createSignal<Message | 'missing'>();
  const held = createMemo(() => {
    const key = refKey(props.reply);
    const found = state().chat.open?.items.find((item) => itemKey(item) === key);
    return found?.kind === 'message' ? found : undefined;
  });
  const beyond = createMemo(() => state().chat.open?.beyond);
  createEffect(
    on(
      // Away from what is held, it may be edited, deleted or gone at any change of the conversation.
      () => !held() && { beyond: beyond() },
      async (away) => {
        if (away) setFetched((await client.chat.message(props.reply)) ?? 'missing');
      },
    ),
  );
  const original = () => held() ?? fetched();
  const said = () => {
    const message = original();
    return message === 'missing' ? '' : messageWords(message, words());
  };
  const author = () => (props.reply.author === talk.self ? words().chat.you : nameOf(state(), props.reply.author));
  return (
    <Show when={original() !== 'missing'} fallback={<p class={styles.missing}>{words().message.originalMissing}</p>}>
      <button
        type="button"
        class={styles.quote}
        aria-label={words().message.goToOriginal(author(), said())}
        onClick={() => client.chat.goTo(talk.conversation(), refKey(props.reply))}
      >
        <span class={styles.author}>{author()}</span>
        <span class={styles.text} dir="auto">
          {said()}
        </span>
      </button>
    </Show>
  );
};
