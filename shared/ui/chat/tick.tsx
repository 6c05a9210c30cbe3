import { Show } from 'solid-js';
import type { Delivery } from '#shared/core/chat/timeline.ts';
import { useUi } from '../frame/ui.ts';
import { CheckIcon, ClockIcon, DoubleCheckIcon } from '../kit/more-icons.ts';
import styles from './timeline.module.css';

type State = Exclude<Delivery['state'], 'received' | 'failed'>;

const ICONS = { queued: ClockIcon, sent: CheckIcon, delivered: DoubleCheckIcon, read: DoubleCheckIcon };

/** How far one's own message has come. Who tells nobody what they have read is not told it either (SPEC RE4). */
export const Tick = (props: { readonly delivery: Delivery }) => {
  const { state, words } = useUi();
  const shown = (): State | undefined => {
    const { state: come } = props.delivery;
    if (come === 'received' || come === 'failed') return undefined;
    return come === 'read' && !state().privacy.readReceipts ? 'delivered' : come;
  };
  return (
    <Show when={shown()}>
      {(come) => (
        <span
          class={styles.tick}
          role="img"
          data-state={come()}
          aria-label={words().chat[come()]}
          title={words().chat[come()]}
        >
          {ICONS[come()]({ size: come() === 'queued' ? 14 : 16 })}
        </span>
      )}
    </Show>
  );
};
