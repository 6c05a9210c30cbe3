import { createEffect, createSignal, For, Match, on, onCleanup, onMount, Show, Switch } from 'solid-js';
import type { Timeline } from '#shared/core/chat/timeline.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { createNow } from '../frame/now.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { DownIcon } from '../kit/icons.ts';
import { dayWords } from '../strings/moments.ts';
import { CallEntryRow } from './call-entry-row.tsx';
import { startsDay, startsGroup } from './grouping.ts';
import { MessageBubble } from './message-bubble.tsx';
import styles from './timeline.module.css';

/** Pixels from the end within which the view follows new messages. */
const NEAR = 80;
/** Pixels from the beginning at which older messages are fetched. */
const AHEAD = 600;

interface TimelineViewProps {
  readonly timeline: Timeline;
  readonly person: AccountId;
  readonly self: AccountId;
}

/** The messages of a conversation: follows the newest one, or stays where the reader is. */
export const TimelineView = (props: TimelineViewProps) => {
  const { client, state, words } = useUi();
  const now = createNow(60_000);
  const [following, setFollowing] = createSignal(true);
  const items = () => props.timeline.items;
  let scroller!: HTMLDivElement;
  let fromEnd = 0;
  let height = 0;

  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
  };
  const fetchOlder = () => {
    if (props.timeline.older === 'some' && scroller.scrollTop < AHEAD) client.chat.older();
  };
  const onScroll = () => {
    // Pushed by a composer that grows or shrinks, not by the reader.
    if (scroller.clientHeight !== height) return;
    fromEnd = scroller.scrollHeight - scroller.scrollTop;
    setFollowing(fromEnd - scroller.clientHeight < NEAR);
    fetchOlder();
  };

  createEffect(
    on(items, (after, before) => {
      if (following()) toEnd();
      else if (before && after[0] !== before[0]) scroller.scrollTop = scroller.scrollHeight - fromEnd;
      fromEnd = scroller.scrollHeight - scroller.scrollTop;
      fetchOlder();
    }),
  );
  createEffect(() => {
    items();
    if (following() && !document.hidden) client.chat.read(props.timeline.conversation);
  });
  onMount(() => {
    // The keyboard of a phone and a growing composer take room from below.
    const resized = new ResizeObserver(() => {
      height = scroller.clientHeight;
      if (following()) toEnd();
    });
    resized.observe(scroller);
    onCleanup(() => resized.disconnect());
  });

  return (
    <div class={styles.frame}>
      <div
        ref={scroller}
        class={styles.scroller}
        role="log"
        aria-label={words().chat.log(nameOf(state(), props.person))}
        aria-busy={props.timeline.older === 'loading'}
        tabindex="0"
        onScroll={onScroll}
      >
        <ol class={styles.list}>
          <For each={items()}>
            {(item, index) => {
              const before = () => items()[index() - 1];
              return (
                <>
                  <Show when={startsDay(item, before())}>
                    <li class={styles.day}>
                      <span>{dayWords(item.at, now(), words())}</span>
                    </li>
                  </Show>
                  <li class={styles.item} data-first={startsGroup(item, before()) ? '' : undefined}>
                    <Switch>
                      <Match when={item.kind === 'message' && item}>
                        {(message) => (
                          <MessageBubble
                            message={message()}
                            mine={message().author === props.self}
                            author={nameOf(state(), message().author)}
                          />
                        )}
                      </Match>
                      <Match when={item.kind === 'call' && item}>
                        {(entry) => <CallEntryRow entry={entry()} person={props.person} />}
                      </Match>
                    </Switch>
                  </li>
                </>
              );
            }}
          </For>
        </ol>
        <Show when={items().length === 0 && props.timeline.older === 'none'}>
          <div class={styles.empty}>
            <h2>{words().chat.empty(nameOf(state(), props.person))}</h2>
            <p>{words().chat.emptyHint}</p>
          </div>
        </Show>
      </div>
      <Show when={props.timeline.older === 'loading'}>
        <p class={styles.older}>{words().chat.older}</p>
      </Show>
      <Show when={!following()}>
        <div class={styles.jump}>
          <IconButton label={words().chat.jump} icon={DownIcon} tone="plain" onClick={toEnd} />
        </div>
      </Show>
    </div>
  );
};
