import { createSignal, For, Show, Suspense } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import { copied, createAttempt } from '../frame/attempt.ts';
import { useUi } from '../frame/ui.ts';
import { DropdownMenu } from '../kit/dropdown-menu.ts';
import { lazily } from '../kit/lazily.ts';
import menu from '../kit/menu.module.css';
import { MoreIcon } from '../kit/more-icons.ts';
import { QUICK_REACTIONS } from './emoji.ts';
import styles from './message-menu.module.css';
import { mayDelete, mayEdit, refOf, useTalk } from './talk.ts';

const ConfirmDialog = lazily(() => import('../kit/confirm-dialog.tsx'), 'ConfirmDialog');
const EmojiDialog = lazily(() => import('./emoji-dialog.tsx'), 'EmojiDialog');

interface MessageMenuProps {
  readonly message: Message;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Of the button. */
  readonly tabindex: number;
}

/** What can be done with a message: a button beside it, and the menu. Load it on demand. */
export const MessageMenu = (props: MessageMenuProps) => {
  const { client, words } = useUi();
  const talk = useTalk();
  const attempt = createAttempt();
  const [asking, setAsking] = createSignal<'delete' | 'emoji'>();
  const target = () => refOf(props.message);
  const own = () => props.message.reactions?.[talk.self];
  const isSent = () => props.message.delivery.state !== 'failed';

  const react = (emoji: string) =>
    void attempt(client.chat.act(talk.conversation(), { type: 'reaction', target: target(), emoji }));
  const remove = () => {
    setAsking(undefined);
    void attempt(client.chat.act(talk.conversation(), { type: 'delete', target: target() }));
  };

  /** What takes focus to another place waits until the menu has given it back to its button. */
  let next: (() => void) | undefined;
  const onCloseAutoFocus = () => {
    if (next) queueMicrotask(next);
    next = undefined;
  };

  return (
    <>
      <DropdownMenu
        open={props.open}
        onOpenChange={props.onOpenChange}
        placement={props.message.author === talk.self ? 'bottom-end' : 'bottom-start'}
        gutter={4}
        preventScroll={false}
      >
        <DropdownMenu.Trigger
          class={styles.more}
          aria-label={words().chat.messageMenu}
          tabindex={props.tabindex}
          data-message-menu
        >
          <MoreIcon size={18} />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content class={menu.menu} onCloseAutoFocus={onCloseAutoFocus}>
            <Show when={isSent()}>
              <DropdownMenu.Group class={styles.reactions} aria-label={words().message.react}>
                <For each={QUICK_REACTIONS}>
                  {(emoji) => (
                    <DropdownMenu.Item
                      class={styles.reaction}
                      data-own={own() === emoji ? '' : undefined}
                      aria-label={
                        own() === emoji ? words().message.takeBackReaction(emoji) : words().message.reactWith(emoji)
                      }
                      onSelect={() => react(own() === emoji ? '' : emoji)}
                    >
                      {emoji}
                    </DropdownMenu.Item>
                  )}
                </For>
              </DropdownMenu.Group>
              <DropdownMenu.Item
                class={menu.item}
                onSelect={() => {
                  next = () => setAsking('emoji');
                }}
              >
                {words().message.otherReaction}
              </DropdownMenu.Item>
              <DropdownMenu.Item
                class={menu.item}
                onSelect={() => {
                  next = () => talk.compose({ kind: 'reply', message: props.message });
                }}
              >
                {words().message.reply}
              </DropdownMenu.Item>
            </Show>
            <Show when={mayEdit(props.message, talk.self, Date.now())}>
              <DropdownMenu.Item
                class={menu.item}
                onSelect={() => {
                  next = () => talk.compose({ kind: 'edit', message: props.message });
                }}
              >
                {words().message.edit}
              </DropdownMenu.Item>
            </Show>
            <Show when={props.message.text}>
              <DropdownMenu.Item class={menu.item} onSelect={() => void attempt(copied(props.message.text))}>
                {words().message.copyText}
              </DropdownMenu.Item>
            </Show>
            <Show when={mayDelete(props.message, talk.self)}>
              <DropdownMenu.Item
                class={menu.item}
                onSelect={() => {
                  next = () => setAsking('delete');
                }}
              >
                {words().message.deleteForEveryone}
              </DropdownMenu.Item>
            </Show>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu>
      <Suspense>
        <Show when={asking() === 'delete'}>
          <ConfirmDialog
            title={words().message.deleteAsks}
            description={words().message.deleteHint}
            confirm={words().message.deleteForEveryone}
            cancel={words().common.cancel}
            onConfirm={remove}
            onCancel={() => setAsking(undefined)}
          />
        </Show>
        <Show when={asking() === 'emoji'}>
          <EmojiDialog
            onChosen={(emoji) => {
              setAsking(undefined);
              react(emoji);
            }}
            onClose={() => setAsking(undefined)}
          />
        </Show>
      </Suspense>
    </>
  );
};
