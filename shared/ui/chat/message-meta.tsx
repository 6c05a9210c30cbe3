import { Show } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import { useUi } from '../frame/ui.ts';
import { TimerIcon } from '../kit/more-icons.ts';
import { clockTime } from '../strings/moments.ts';
import { Tick } from './tick.tsx';
import styles from './timeline.module.css';

/** When it was said, whether it was changed since, and how far one's own has come. */
export const MessageMeta = (props: { readonly message: Message }) => {
  const { words } = useUi();
  return (
    <span class={styles.meta}>
      <Show when={props.message.edited}>
        <span>{words().chat.edited}</span>
      </Show>
      <Show when={props.message.expires}>
        <span class={styles.tick} role="img" aria-label={words().disappearing.mark} title={words().disappearing.mark}>
          <TimerIcon size={14} />
        </span>
      </Show>
      <time>{clockTime(props.message.at, words())}</time>
      <Tick delivery={props.message.delivery} />
    </span>
  );
};
