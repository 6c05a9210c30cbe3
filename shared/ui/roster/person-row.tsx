import { Show } from 'solid-js';
import type { ConversationSummary } from '#shared/core/chat/timeline.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { addressOf } from '../frame/place.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Badge } from '../kit/badge.tsx';
import { shortMoment } from '../strings/moments.ts';
import { VerifiedMark } from '../verification/verified-mark.tsx';
import { CallButtons } from './call-buttons.tsx';
import styles from './people.module.css';
import { PresenceDot } from './presence-dot.tsx';
import { presenceOf, presenceWords } from './presence-words.ts';
import { previewWords } from './preview-words.ts';

interface PersonRowProps {
  readonly person: AccountId;
  readonly self: AccountId;
  readonly now: number;
  readonly summary: ConversationSummary | undefined;
  /** The conversation with them is open. */
  readonly here: boolean;
}

export const PersonRow = (props: PersonRowProps) => {
  const { navigation, state, words } = useUi();
  const name = () => nameOf(state(), props.person);
  const unread = () => props.summary?.unread ?? 0;
  const last = () => props.summary?.last;
  const open = (event: MouseEvent) => {
    event.preventDefault();
    navigation.go({ at: 'conversation', person: props.person });
  };

  return (
    <li class={styles.row} aria-label={name()} data-current={props.here ? '' : undefined}>
      <a
        class={styles.open}
        href={addressOf({ at: 'conversation', person: props.person })}
        aria-current={props.here ? 'page' : undefined}
        onClick={open}
      >
        <Avatar name={name()}>
          <PresenceDot look={presenceOf(state(), props.person)} />
        </Avatar>
        <div class={styles.middle}>
          <p class={styles.top}>
            <span class={styles.who}>
              <span class={styles.name}>{name()}</span>
              <VerifiedMark person={props.person} />
            </span>
            <Show when={last()}>
              {(item) => <time class={styles.time}>{shortMoment(item().at, props.now, words())}</time>}
            </Show>
          </p>
          <p class={styles.last} data-unread={unread() > 0 ? '' : undefined}>
            <span class={styles.presence}>{presenceWords(state(), props.person, words())}</span>
            <Show
              when={!state().typing.has(props.person)}
              fallback={<span class={styles.typing}>{words().presence.typing}</span>}
            >
              <Show when={last()}>
                {(item) => <span class={styles.preview}>{previewWords(item(), props.self, words())}</span>}
              </Show>
            </Show>
          </p>
        </div>
        <Show when={unread() > 0}>
          <Badge count={unread()} label={words().people.unread(unread())} />
        </Show>
      </a>
      <CallButtons person={props.person} />
    </li>
  );
};
