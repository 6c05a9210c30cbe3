import { createMemo, createSignal, Show } from 'solid-js';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { chosenIn } from '../files/chosen.ts';
import { DropZone } from '../files/drop-zone.tsx';
import { createMediaQuery } from '../frame/media-query.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { lazily } from '../kit/lazily.ts';
import { Announcer } from './announcer.tsx';
import { Composer } from './composer.tsx';
import styles from './conversation.module.css';
import { ConversationHeader } from './conversation-header.tsx';
import { createTalk, TalkContext } from './talk.ts';
import { TimelineView } from './timeline-view.tsx';

const IdentityChange = lazily(() => import('../verification/identity-change.tsx'), 'IdentityChange');
const ConversationSearch = lazily(() => import('../search/conversation-search.tsx'), 'ConversationSearch');

interface ConversationProps {
  readonly person: AccountId;
  readonly self: AccountId;
  /** Beside a call the header would repeat what the call says. */
  readonly header: boolean;
}

/** The messages with one person. What is around it keeps it open (`keep-open.ts`) and mounts a new one for another person. */
export const Conversation = (props: ConversationProps) => {
  const { state, words } = useUi();
  const conversation = createMemo(() => directConversation(props.self, props.person));
  const chosen = chosenIn(conversation(), props.self);
  const canHover = createMediaQuery('(hover: hover)');
  const timeline = createMemo(() => {
    const open = state().chat.open;
    return open?.conversation === conversation() ? open : undefined;
  });
  const talk = createTalk(conversation, props.self);
  const [searching, setSearching] = createSignal(false);
  const changed = () => {
    const standing = state().identity.people.get(props.person);
    return standing === 'verified' ? undefined : standing;
  };
  const relation = () => state().roster.contacts.get(props.person)?.relation;

  return (
    <TalkContext.Provider value={talk}>
      <DropZone chosen={chosen} class={styles.conversation}>
        <Show when={props.header}>
          <ConversationHeader person={props.person} conversation={conversation()} onSearch={() => setSearching(true)} />
        </Show>
        <div class={styles.middle}>
          <Show when={timeline()} fallback={<div class={styles.waiting} />}>
            {(open) => <TimelineView timeline={open()} person={props.person} self={props.self} />}
          </Show>
          <Show when={searching()}>
            <ConversationSearch
              conversation={conversation()}
              person={props.person}
              self={props.self}
              onClose={() => setSearching(false)}
            />
          </Show>
        </div>
        <Announcer person={props.person} conversation={conversation()} />
        <Show
          when={relation() === 'contact'}
          fallback={
            <p class={styles.note}>
              {relation() === 'blocked' ? words().chat.blocked(nameOf(state(), props.person)) : words().chat.notContact}
            </p>
          }
        >
          <Show when={changed()}>{(standing) => <IdentityChange person={props.person} standing={standing()} />}</Show>
          <Show when={changed() !== 'offered'}>
            <Composer conversation={conversation()} focused={canHover()} chosen={chosen} />
          </Show>
        </Show>
      </DropZone>
    </TalkContext.Provider>
  );
};
