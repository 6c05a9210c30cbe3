import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { createNow } from '../frame/now.ts';
import { addressOf } from '../frame/place.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { moveFocus } from '../kit/move-focus.ts';
import { shortMoment } from '../strings/moments.ts';
import { excerpt } from './excerpt.ts';
import { createHits } from './hits.ts';
import styles from './search.module.css';

interface HitRowProps {
  readonly message: Message;
  readonly words: readonly string[];
  readonly self: AccountId;
  readonly now: number;
  readonly onChoose: (() => void) | undefined;
}

const HitRow = (props: HitRowProps) => {
  const { client, navigation, state, words } = useUi();
  const person = () => otherPerson(props.message.conversation, props.self);
  const name = () => nameOf(state(), person());
  /** A message is found by the name of its file, too. */
  const text = () => [props.message.text, props.message.attachment?.name ?? ''].filter(Boolean).join(' ');
  const open = (event: MouseEvent) => {
    event.preventDefault();
    client.chat.goTo(props.message.conversation, itemKey(props.message));
    navigation.go({ at: 'conversation', person: person() });
    props.onChoose?.();
  };
  return (
    <li>
      <a class={styles.hit} href={addressOf({ at: 'conversation', person: person() })} onClick={open}>
        <Avatar name={name()} />
        <div class={styles.middle}>
          <p class={styles.top}>
            <span class={styles.name}>{name()}</span>
            <time class={styles.time}>{shortMoment(props.message.at, props.now, words())}</time>
          </p>
          <p class={styles.excerpt} dir="auto">
            <Show when={props.message.author === props.self}>{words().people.you}</Show>
            <For each={excerpt(text(), props.words)}>
              {(part) => (
                <Show when={part.hit} fallback={part.text}>
                  <mark>{part.text}</mark>
                </Show>
              )}
            </For>
          </p>
        </div>
      </a>
    </li>
  );
};

interface MessageHitsProps {
  readonly query: string;
  readonly self: AccountId;
  /** Only in this one. */
  readonly conversation?: ConversationId;
  readonly onChoose?: () => void;
}

/** The messages that what someone types is found in, newest first. Choosing one goes to it. */
export const MessageHits = (props: MessageHitsProps) => {
  const { words } = useUi();
  const now = createNow(60_000);
  const { hits, more } = createHits(
    () => props.query,
    () => props.conversation,
  );
  const found = createMemo(() => {
    const current = hits();
    return current.state === 'found' ? current : undefined;
  });
  const refusal = createMemo(() => {
    const current = hits();
    return current.state === 'failed' ? current.reason : undefined;
  });
  return (
    <section aria-labelledby="message-hits" aria-busy={hits().state === 'searching'}>
      <h2 id="message-hits" class={styles.section}>
        {words().search.messages}
      </h2>
      <p class={styles.state} role="status">
        <Switch>
          <Match when={hits().state === 'nothing-asked'}>{words().search.typeWords}</Match>
          <Match when={hits().state === 'searching'}>{words().search.searching}</Match>
          <Match when={found()}>
            {(answer) => (
              <>
                {answer().messages.length === 0
                  ? words().search.none(props.query.trim())
                  : words().search.count(answer().messages.length, answer().more)}
              </>
            )}
          </Match>
        </Switch>
      </p>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <ul aria-label={words().search.messages} onKeyDown={moveFocus}>
        <For each={found()?.messages}>
          {(message) => (
            <HitRow
              message={message}
              words={found()?.words ?? []}
              self={props.self}
              now={now()}
              onChoose={props.onChoose}
            />
          )}
        </For>
      </ul>
      <Show when={found()?.more}>
        <Button wide tone="quiet" onClick={more}>
          {words().search.more}
        </Button>
      </Show>
    </section>
  );
};
