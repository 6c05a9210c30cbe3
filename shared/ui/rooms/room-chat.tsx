import { createEffect, For, on, onMount, type Signal } from 'solid-js';
import { TEXT_MAX } from '#shared/protocol/content-limits.ts';
import composer from '../chat/composer.module.css';
import { MessageText } from '../chat/message-text.tsx';
import { selfOf, useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { SendIcon } from '../kit/more-icons.ts';
import { clockTime } from '../strings/moments.ts';
import styles from './room-chat.module.css';
import { RoomPanel } from './room-panel.tsx';
import type { RoomPartProps } from './room-part.ts';

/** How far from the end, in pixels, one still reads along with what comes. */
const NEAR_END = 80;

interface RoomChatProps extends RoomPartProps {
  /** What is being typed. */
  readonly draft: Signal<string>;
  readonly onClose: () => void;
}

/** What people inside write to each other. Enter sends, Shift+Enter breaks the line. */
export const RoomChat = (props: RoomChatProps) => {
  const { state, words } = useUi();
  const [text, setText] = props.draft;
  let log!: HTMLDivElement;
  let field!: HTMLTextAreaElement;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
  };
  const send = () => {
    if (text().trim() === '') return;
    props.rooms.say(text());
    setText('');
    toEnd();
  };
  const who = (account: string, login: string) => (account === selfOf(state()) ? words().chat.you : login);

  createEffect(
    on(
      () => props.room.texts.length,
      () => {
        const isNear = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
        // What has come is not in the page yet.
        if (isNear) queueMicrotask(toEnd);
      },
    ),
  );
  onMount(toEnd);

  return (
    <RoomPanel title={words().call.chat} first={() => field} onClose={props.onClose}>
      <div ref={log} class={styles.log} role="log" aria-label={words().call.chat} tabindex="0">
        <p class={styles.hint}>{words().rooms.chatHint}</p>
        <For each={props.room.texts}>
          {({ account, login, text, at }) => (
            <article class={styles.text} data-own={account === selfOf(state()) ? '' : undefined}>
              <p class={styles.who}>
                {who(account, login)} · <time>{clockTime(at, words())}</time>
              </p>
              <p class={styles.said} dir="auto">
                <MessageText text={text} />
              </p>
            </article>
          )}
        </For>
      </div>
      <form
        class={composer.composer}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div class={composer.form}>
          <textarea
            ref={field}
            class={composer.field}
            rows={1}
            dir="auto"
            maxlength={TEXT_MAX}
            aria-label={words().chat.message}
            placeholder={words().chat.message}
            enterkeyhint="send"
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              send();
            }}
          />
          <IconButton
            type="submit"
            tone="primary"
            label={words().chat.send}
            icon={SendIcon}
            disabled={text().trim() === ''}
          />
        </div>
      </form>
    </RoomPanel>
  );
};
