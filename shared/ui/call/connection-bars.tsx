import { createSignal, For, Show } from 'solid-js';
import type { Quality } from '#shared/core/quality/quality.ts';
import { useUi } from '../frame/ui.ts';
import { lazily } from '../kit/lazily.ts';
import styles from './connection.module.css';

const ConnectionDialog = lazily(() => import('./connection-dialog.tsx'), 'ConnectionDialog');

const ALL = [1, 2, 3, 4] as const;

/** How the connection is, at a glance; a click tells more. */
export const ConnectionBars = (props: { readonly quality: Quality }) => {
  const { words } = useUi();
  const [open, setOpen] = createSignal(false);
  const label = () => words().quality.button(words().quality.bars[props.quality.bars]);
  return (
    <>
      <button
        type="button"
        class={styles.button}
        data-bars={props.quality.bars}
        aria-label={label()}
        title={label()}
        onClick={() => setOpen(true)}
      >
        <For each={ALL}>
          {(bar) => <span class={styles.bar} data-on={bar <= props.quality.bars ? '' : undefined} />}
        </For>
      </button>
      <Show when={open()}>
        <ConnectionDialog onClose={() => setOpen(false)} />
      </Show>
    </>
  );
};
