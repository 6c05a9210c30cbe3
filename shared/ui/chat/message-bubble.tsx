import { createSignal, Show, Suspense } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import { AttachmentPlace } from '../files/attachment.tsx';
import { useUi } from '../frame/ui.ts';
import hidden from '../kit/hidden.module.css';
import { lazily } from '../kit/lazily.ts';
import { asksForMenu } from './long-press.ts';
import { MessageActions } from './message-actions.tsx';
import { MessageMeta } from './message-meta.tsx';
import { MessageText } from './message-text.tsx';
import styles from './timeline.module.css';

// What most messages have nothing of.
const MessageTroubles = lazily(() => import('./message-troubles.tsx'), 'MessageTroubles');
const Reactions = lazily(() => import('./reactions.tsx'), 'Reactions');
const ReplyQuote = lazily(() => import('./reply-quote.tsx'), 'ReplyQuote');
const RoomInText = lazily(() => import('../rooms/room-in-text.tsx'), 'RoomInText');

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
  const hasReactions = () => Object.keys(props.message.reactions ?? {}).length > 0;
  const gestures = asksForMenu(() => !props.message.deleted && setOpen(true));
  return (
    <div class={styles.message} data-mine={props.mine ? '' : undefined}>
      <div class={styles.line}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: its button does the same */}
        <div
          class={styles.bubble}
          data-mine={props.mine ? '' : undefined}
          data-failed={isFailed() ? '' : undefined}
          onContextMenu={gestures.onContextMenu}
          onPointerDown={gestures.onPointerDown}
          onPointerMove={gestures.onPointerMove}
          onPointerUp={gestures.onPointerUp}
          onPointerCancel={gestures.onPointerCancel}
        >
          <span class={hidden.hidden}>{words().chat.from(props.mine ? words().chat.you : props.author)}</span>
          <Show when={props.message.reply}>
            {(reply) => (
              <Suspense>
                <ReplyQuote reply={reply()} />
              </Suspense>
            )}
          </Show>
          <Show when={props.message.attachment}>
            {(attachment) => <AttachmentPlace message={props.message} attachment={attachment()} mine={props.mine} />}
          </Show>
          <p class={styles.text} data-deleted={props.message.deleted ? '' : undefined} dir="auto">
            <Show when={!props.message.deleted} fallback={words().chat.deleted}>
              <MessageText text={props.message.text} />
            </Show>
          </p>
          <Show when={!props.message.deleted && props.message.text.includes('/#/room/')}>
            <Suspense>
              <RoomInText text={props.message.text} />
            </Suspense>
          </Show>
          <MessageMeta message={props.message} />
          <Show when={isFailed() || props.message.unsent}>
            <Suspense>
              <MessageTroubles message={props.message} />
            </Suspense>
          </Show>
        </div>
        <Show when={!props.message.deleted}>
          <MessageActions message={props.message} open={open()} onOpenChange={setOpen} />
        </Show>
      </div>
      <Show when={hasReactions()}>
        <Suspense>
          <Reactions message={props.message} />
        </Suspense>
      </Show>
    </div>
  );
};
