import { type JSX, Match, Suspense, Switch } from 'solid-js';
import type { AccountId } from '#shared/protocol/ids.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { lazily } from '../kit/lazily.ts';
import { TimerIcon } from '../kit/more-icons.ts';
import { dayWords } from '../strings/long-moments.ts';
import type { Row } from './grouping.ts';
import { MessageBubble } from './message-bubble.tsx';
import styles from './timeline.module.css';
import { timerWords } from './timer-words.ts';

const CallEntryRow = lazily(() => import('./call-entry-row.tsx'), 'CallEntryRow');

interface TimelineRowProps {
  readonly row: Row;
  readonly person: AccountId;
  readonly self: AccountId;
  readonly now: number;
  /** The list holds all rows there are; otherwise nobody knows how many. */
  readonly whole: boolean;
  readonly marked: boolean;
  readonly onMarkFaded: () => void;
}

export const TimelineRow = (props: TimelineRowProps) => {
  const { state, words } = useUi();
  const Item = (item: { readonly startsGroup: boolean; readonly children: JSX.Element }) => (
    <li
      class={styles.item}
      data-key={props.row.key}
      data-first={item.startsGroup ? '' : undefined}
      data-marked={props.marked ? '' : undefined}
      aria-setsize={props.whole ? undefined : -1}
      tabindex="-1"
      onAnimationEnd={(event) => event.target === event.currentTarget && props.onMarkFaded()}
    >
      {item.children}
    </li>
  );
  return (
    <Switch>
      <Match when={props.row.kind === 'day' && props.row}>
        {(day) => (
          <li class={styles.day}>
            <span>{dayWords(day().at, props.now, words())}</span>
          </li>
        )}
      </Match>
      <Match when={props.row.kind === 'unread'}>
        <li class={styles.unread}>
          <span>{words().chat.unread}</span>
        </li>
      </Match>
      <Match when={props.row.kind === 'message' && props.row}>
        {(row) => (
          <Item startsGroup={row().startsGroup}>
            <MessageBubble
              message={row().message}
              mine={row().message.author === props.self}
              author={nameOf(state(), row().message.author)}
            />
          </Item>
        )}
      </Match>
      <Match when={props.row.kind === 'call' && props.row}>
        {(row) => (
          <Item startsGroup>
            <Suspense>
              <CallEntryRow entry={row().entry} person={props.person} />
            </Suspense>
          </Item>
        )}
      </Match>
      <Match when={props.row.kind === 'timer' && props.row}>
        {(row) => (
          <Item startsGroup>
            <p class={styles.timer}>
              <TimerIcon size={16} />
              {timerWords(row().entry, props.self, nameOf(state(), props.person), words())}
            </p>
          </Item>
        )}
      </Match>
    </Switch>
  );
};
