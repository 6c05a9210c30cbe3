import { createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { createNow } from '../frame/now.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Banner } from '../kit/banner.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { lazily } from '../kit/lazily.ts';
import { BackIcon, MoreIcon } from '../kit/more-icons.ts';
import { CallButtons } from '../roster/call-buttons.tsx';
import { PresenceDot } from '../roster/presence-dot.tsx';
import { presenceLine } from '../roster/presence-line.ts';
import { presenceOf } from '../roster/presence-words.ts';
import { VerifiedMark } from '../verification/verified-mark.tsx';
import styles from './conversation.module.css';

const ConversationMenu = lazily(() => import('./conversation-menu.tsx'), 'ConversationMenu');

interface ConversationHeaderProps {
  readonly person: AccountId;
  readonly conversation: ConversationId;
  readonly onSearch: () => void;
}

/** Who it is, how to call them, and what else can be done. */
export const ConversationHeader = (props: ConversationHeaderProps) => {
  const { navigation, state, words } = useUi();
  const now = createNow(60_000);
  const [menuWanted, setMenuWanted] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const name = () => nameOf(state(), props.person);
  const isContact = () => state().roster.contacts.get(props.person)?.relation === 'contact';

  return (
    <>
      <header class={styles.header}>
        <div class={styles.back}>
          <IconButton label={words().common.back} icon={BackIcon} onClick={navigation.back} />
        </div>
        <div class={styles.avatar}>
          <Avatar name={name()}>
            <PresenceDot look={isContact() ? presenceOf(state(), props.person) : 'unknown'} />
          </Avatar>
        </div>
        <div class={styles.who}>
          <div class={styles.title}>
            <h2 class={styles.name}>{name()}</h2>
            <VerifiedMark person={props.person} />
          </div>
          <Show when={isContact()}>
            <p class={styles.presence}>{presenceLine(state(), props.person, now(), words())}</p>
          </Show>
        </div>
        <Show when={isContact()}>
          <CallButtons person={props.person} />
        </Show>
        <Show
          when={menuWanted()}
          fallback={<IconButton label={words().common.more} icon={MoreIcon} onClick={() => setMenuWanted(true)} />}
        >
          <ConversationMenu
            person={props.person}
            conversation={props.conversation}
            onSearch={props.onSearch}
            onRefused={setRefusal}
          />
        </Show>
      </header>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
    </>
  );
};
