import { createSignal, Show } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import { AttachmentPlace } from '../files/attachment.tsx';
import { useUi } from '../frame/ui.ts';
import hidden from '../kit/hidden.module.css';
import { asksForMenu } from './long-press.ts';
import { MessageActions } from './message-actions.tsx';
import { MessageMeta } from './message-meta.tsx';
import { MessageText } from './message-text.tsx';
import { MessageTroubles } from './message-troubles.tsx';
import { Reactions } from './reactions.tsx';
import { ReplyQuote } from './reply-quote.tsx';
import styles from './timeline.module.css';

interface MessageBubbleProps {
  readonly message: Message;
  readonly mine: boolean;
  readonly author: string;
}

/** What a message says and carries, with what people have answered to it, and the way to what can be done with it. */
export const MessageBubble = (props: MessageBubbleProps) => {
  const { words } = useUi();
  const [open, setOpen] = createSignal(false);
  const isFailed = () => props.message.delivery.state === 'failed' && !props.message.deleted;
  const gestures = asksForMenu(() => !props.message.deleted && setOpen(true));
  return (
    <div class={styles.message} data-mine={props.mine ? '' : undefined}>
      <div class={styles.line}>
        <div
          class={styles.bubble}
          data-mine={props.mine ? '' : undefined}
          data-failed={isFailed() ? '' : undefined}
          {...gestures}
        >
          <span class={hidden.hidden}>{words().chat.from(props.mine ? words().chat.you : props.author)}</span>
          <Show when={props.message.reply}>{(reply) => <ReplyQuote reply={reply()} />}</Show>
          <Show when={props.message.attachment}>
            {(attachment) => <AttachmentPlace message={props.message} attachment={attachment()} mine={props.mine} />}
          </Show>
          <p class={styles.text} data-deleted={props.message.deleted ? '' : undefined} dir="auto">
            <Show when={!props.message.deleted} fallback={words().chat.deleted}>
              <MessageText text={props.message.text} />
            </Show>
          </p>
          <MessageMeta message={props.message} />
          <MessageTroubles message={props.message} />
        </div>
        <Show when={!props.message.deleted}>
          <MessageActions message={props.message} open={open()} onOpenChange={setOpen} />
        </Show>
      </div>
      <Reactions message={props.message} />
    </div>
  );
};
