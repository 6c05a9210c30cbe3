import { For, Show } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import hidden from '../kit/hidden.module.css';
import { clockTime } from '../strings/moments.ts';
import { linkify } from './linkify.ts';
import { Tick } from './tick.tsx';
import styles from './timeline.module.css';

const Words = (props: { readonly text: string }) => (
  <For each={linkify(props.text)}>
    {(part) => (
      <Show when={part.href} fallback={part.text}>
        <a href={part.href} target="_blank" rel="noopener noreferrer">
          {part.text}
        </a>
      </Show>
    )}
  </For>
);

interface MessageBubbleProps {
  readonly message: Message;
  readonly mine: boolean;
  readonly author: string;
}

export const MessageBubble = (props: MessageBubbleProps) => {
  const { client, words } = useUi();
  const failure = () => (props.message.delivery.state === 'failed' ? props.message.delivery.reason : undefined);
  return (
    <div class={styles.bubble} data-mine={props.mine ? '' : undefined} data-failed={failure() ? '' : undefined}>
      <span class={hidden.hidden}>{words().chat.from(props.mine ? words().call.you : props.author)}</span>
      <p class={styles.text} dir="auto">
        <Words text={props.message.text} />
      </p>
      <span class={styles.meta}>
        <time>{clockTime(props.message.at, words())}</time>
        <Tick delivery={props.message.delivery} />
      </span>
      <Show when={failure()}>
        {(reason) => (
          <div class={styles.failure} role="alert">
            <p>{words().chat.notSent(words().reasons[reason()])}</p>
            <Button onClick={() => client.chat.retry(props.message.id)}>{words().common.tryAgain}</Button>
            <Button onClick={() => client.chat.discard(props.message.id)}>{words().chat.discard}</Button>
          </div>
        )}
      </Show>
    </div>
  );
};
