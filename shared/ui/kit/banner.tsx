import { type JSX, Show } from 'solid-js';
import styles from './banner.module.css';
import { AlertIcon } from './icons.ts';

interface BannerProps {
  readonly children: JSX.Element;
  /** `alert` interrupts a screen reader, `polite` waits. */
  readonly urgency?: 'alert' | 'polite';
  readonly actions?: JSX.Element;
}

/** Something a person should know, in words, beside what they can do about it. */
export const Banner = (props: BannerProps) => (
  <div
    class={styles.banner}
    role={props.urgency === 'alert' ? 'alert' : undefined}
    aria-live={props.urgency === 'alert' ? undefined : 'polite'}
  >
    <AlertIcon size={20} />
    <div class={styles.words}>{props.children}</div>
    <Show when={props.actions}>
      <div class={styles.actions}>{props.actions}</div>
    </Show>
  </div>
);
