import { createEffect, createMemo, For, Show } from 'solid-js';
import type { Timeline } from '#shared/core/chat/timeline.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { createNow } from '../frame/now.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { createVisible } from '../frame/visible.ts';
import { Badge } from '../kit/badge.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { DownIcon } from '../kit/more-icons.ts';
import { isSameRow, type Row, rowsOf } from './grouping.ts';
import { createPlaceKeeping } from './place-keeping.ts';
import styles from './timeline.module.css';
import { TimelineRow } from './timeline-row.tsx';

interface TimelineViewProps {
  readonly timeline: Timeline;
  readonly person: AccountId;
  readonly self: AccountId;
}

/**
 * The messages of a conversation. The state holds a window over them that moves with the reader, so that all of it can
 * stand in the document: nothing is blank while it scrolls, and search in the page and screen readers find every row.
 */
export const TimelineView = (props: TimelineViewProps) => {
  const { client, state, words } = useUi();
  const now = createNow(60_000);
  const visible = createVisible();
  const rows = createMemo(() => rowsOf(props.timeline.items, props.timeline.unreadFrom));
  const rowByKey = createMemo(() => new Map(rows().map((row) => [row.key, row])));
  const keys = createMemo(() => rows().map(({ key }) => key));
  const atEnd = () => props.timeline.newer === 'none';
  const whole = () => atEnd() && props.timeline.older === 'none';
  let scroller!: HTMLDivElement;
  let list!: HTMLOListElement;

  const place = createPlaceKeeping({
    scroller: () => scroller,
    list: () => list,
    timeline: () => props.timeline,
  });

  const unread = () => state().chat.summaries.get(props.timeline.conversation)?.unread ?? 0;
  createEffect(() => {
    if (unread() > 0 && place.following() && atEnd() && visible()) client.chat.read(props.timeline.conversation);
  });

  return (
    <div class={styles.frame}>
      <div
        ref={scroller}
        class={styles.scroller}
        role="log"
        // New messages are told by the announcer: here each of them would be heard with all its buttons.
        aria-live="off"
        aria-label={words().chat.log(nameOf(state(), props.person))}
        aria-busy={props.timeline.older === 'loading'}
        tabindex="0"
        onScroll={place.onScroll}
      >
        <ol ref={list} class={styles.list}>
          <For each={keys()}>
            {(key) => {
              // A row that leaves is asked once more before it is gone.
              const row = createMemo<Row | undefined>((known) => rowByKey().get(key) ?? known, undefined, {
                equals: (a, b) => a !== undefined && b !== undefined && isSameRow(a, b),
              });
              return (
                <Show when={row()}>
                  {(row) => (
                    <TimelineRow
                      row={row()}
                      person={props.person}
                      self={props.self}
                      now={now()}
                      whole={whole()}
                      marked={place.marked() === key}
                      onMarkFaded={place.unmark}
                    />
                  )}
                </Show>
              );
            }}
          </For>
        </ol>
        <Show when={rows().length === 0 && whole()}>
          <div class={styles.empty}>
            <h2>{words().chat.empty(nameOf(state(), props.person))}</h2>
            <p>{words().chat.emptyHint}</p>
          </div>
        </Show>
      </div>
      <Show when={props.timeline.older === 'loading'}>
        <p class={styles.older}>{words().chat.older}</p>
      </Show>
      <Show when={!place.following()}>
        <div class={styles.jump}>
          <IconButton
            label={unread() > 0 ? words().chat.jumpUnread(unread()) : words().chat.jump}
            icon={DownIcon}
            tone="plain"
            onClick={place.toNewest}
          />
          <Show when={unread() > 0}>
            <span class={styles.count} aria-hidden="true">
              <Badge count={unread()} label={words().people.unread(unread())} />
            </span>
          </Show>
        </div>
      </Show>
    </div>
  );
};
