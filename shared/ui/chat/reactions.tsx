import { For, Show } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { createAttempt } from '../frame/attempt.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import styles from './reactions.module.css';
import { refOf, useTalk } from './talk.ts';

/** Who has answered with which emoji, in the order of the emoji's first appearance. */
const byEmoji = (reactions: Message['reactions']): readonly (readonly [string, readonly AccountId[]])[] => {
  const people = new Map<string, AccountId[]>();
  for (const [person, emoji] of Object.entries(reactions ?? {}))
    people.set(emoji, [...(people.get(emoji) ?? []), person]);
  return [...people];
};

/** The reactions to a message. A click on one gives the same, or takes one's own back. */
export const Reactions = (props: { readonly message: Message }) => {
  const { client, state, words } = useUi();
  const talk = useTalk();
  const attempt = createAttempt();
  const emojis = () => byEmoji(props.message.reactions).map(([emoji]) => emoji);
  const peopleOf = (emoji: string) => byEmoji(props.message.reactions).find(([one]) => one === emoji)?.[1] ?? [];
  const isOwn = (emoji: string) => props.message.reactions?.[talk.self] === emoji;
  const names = (emoji: string) =>
    peopleOf(emoji).map((person) => (person === talk.self ? words().chat.you : nameOf(state(), person)));
  const toggle = (emoji: string) => {
    const given = isOwn(emoji) ? '' : emoji;
    void attempt(
      client.chat.act(talk.conversation(), { type: 'reaction', target: refOf(props.message), emoji: given }),
    );
  };
  return (
    <Show when={emojis().length > 0}>
      <ul class={styles.reactions} aria-label={words().message.reactions}>
        <For each={emojis()}>
          {(emoji) => (
            <li>
              <button
                type="button"
                class={styles.reaction}
                aria-pressed={isOwn(emoji)}
                aria-label={words().message.reactionOf(emoji, names(emoji).join(', '))}
                title={names(emoji).join(', ')}
                onClick={() => toggle(emoji)}
              >
                <span class={styles.chip}>
                  {emoji}
                  <Show when={peopleOf(emoji).length > 1}>
                    <span class={styles.count}>{peopleOf(emoji).length}</span>
                  </Show>
                </span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
};
