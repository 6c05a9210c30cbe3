import { createEffect, createSignal, Show, Suspense } from 'solid-js';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import { useUi } from '../frame/ui.ts';
import { lazily } from '../kit/lazily.ts';
import { MoreIcon } from '../kit/more-icons.ts';
import styles from './message-menu.module.css';
import { useTalk } from './talk.ts';

const MessageMenu = lazily(() => import('./message-menu.tsx'), 'MessageMenu');

/** From one message's button to the next or the one before: Tab would have to pass all of them. */
const move = (event: KeyboardEvent): void => {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-message-menu]') : null;
  if (!button || button.getAttribute('aria-expanded') === 'true') return;
  // Ahead of the menu, which would open.
  event.preventDefault();
  event.stopPropagation();
  const all = [...(button.closest('[role="log"]')?.querySelectorAll<HTMLElement>('[data-message-menu]') ?? [])];
  const next = all[all.indexOf(button) + (event.key === 'ArrowUp' ? -1 : 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
};

interface MessageActionsProps {
  readonly message: Message;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** The way to what can be done with a message. The menu is loaded when it is first asked for. */
export const MessageActions = (props: MessageActionsProps) => {
  const { words } = useUi();
  const talk = useTalk();
  const [wanted, setWanted] = createSignal(false);
  const tabindex = () => (talk.reachable() === itemKey(props.message) ? 0 : -1);
  createEffect(() => props.open && setWanted(true));

  const Button = () => (
    <button
      type="button"
      class={styles.more}
      aria-label={words().chat.messageMenu}
      aria-haspopup="menu"
      tabindex={tabindex()}
      data-message-menu
      onClick={() => props.onOpenChange(true)}
    >
      <MoreIcon size={18} />
    </button>
  );
  return (
    <span
      ref={(element) => element.addEventListener('keydown', move, { capture: true })}
      class={styles.actions}
      data-open={props.open ? '' : undefined}
      onFocusIn={() => talk.reach(itemKey(props.message))}
    >
      <Show when={wanted()} fallback={<Button />}>
        <Suspense fallback={<Button />}>
          <MessageMenu
            message={props.message}
            open={props.open}
            onOpenChange={props.onOpenChange}
            tabindex={tabindex()}
          />
        </Suspense>
      </Show>
    </span>
  );
};
