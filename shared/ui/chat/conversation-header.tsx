import { createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { ContactAct } from '#shared/protocol/frames.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import type { ArchiveAct } from '../archive/archive-dialog.tsx';
import { createNow } from '../frame/now.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Banner } from '../kit/banner.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { lazily } from '../kit/lazily.ts';
import { BackIcon, MoreIcon } from '../kit/more-icons.ts';
import { CallButtons } from '../roster/call-buttons.tsx';
import { PresenceDot } from '../roster/presence-dot.tsx';
import { presenceLine, presenceOf } from '../roster/presence-words.ts';
import { VerifiedMark } from '../verification/verified-mark.tsx';
import styles from './conversation.module.css';

const Menu = lazily(() => import('../kit/menu.tsx'), 'Menu');
const VerifyDialog = lazily(() => import('../verification/verify-dialog.tsx'), 'VerifyDialog');
const ArchiveDialog = lazily(() => import('../archive/archive-dialog.tsx'), 'ArchiveDialog');
const DisappearingDialog = lazily(() => import('./disappearing-dialog.tsx'), 'DisappearingDialog');
const ConfirmDialog = lazily(() => import('../kit/confirm-dialog.tsx'), 'ConfirmDialog');

interface ConversationHeaderProps {
  readonly person: AccountId;
  readonly conversation: ConversationId;
  readonly onSearch: () => void;
}

type Question = Extract<ContactAct, 'remove' | 'block'>;

/** Who it is, how to call them, and what else can be done. */
export const ConversationHeader = (props: ConversationHeaderProps) => {
  const { client, navigation, state, words } = useUi();
  const now = createNow(60_000);
  const [menuWanted, setMenuWanted] = createSignal(false);
  const [question, setQuestion] = createSignal<Question>();
  const [archiving, setArchiving] = createSignal<ArchiveAct>();
  const [verifying, setVerifying] = createSignal(false);
  const [disappearing, setDisappearing] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const name = () => nameOf(state(), props.person);
  const isContact = () => state().roster.contacts.get(props.person)?.relation === 'contact';

  const act = async (which: ContactAct) => {
    setQuestion(undefined);
    const outcome = await client.people.contact(props.person, which);
    setRefusal(outcome.ok ? undefined : outcome.reason);
  };
  const items = () => [
    { label: words().search.inConversation, onSelect: props.onSearch },
    { label: words().chat.copyUid, onSelect: () => void navigator.clipboard.writeText(props.person) },
    ...(isContact() ? [{ label: words().disappearing.open, onSelect: () => setDisappearing(true) }] : []),
    ...(isContact() ? [{ label: words().verification.open(name()), onSelect: () => setVerifying(true) }] : []),
    { label: words().archive.export.open, onSelect: () => setArchiving('export') },
    { label: words().archive.erase.open, onSelect: () => setArchiving('erase') },
    ...(isContact()
      ? [
          { label: words().chat.removeContact, onSelect: () => setQuestion('remove') },
          { label: words().chat.block, onSelect: () => setQuestion('block') },
        ]
      : []),
  ];

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
          <Menu label={words().common.more} icon={MoreIcon} items={items()} openAtOnce />
        </Show>
      </header>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Show when={archiving()}>
        {(act) => (
          <ArchiveDialog act={act()} scope={props.conversation} name={name()} onClose={() => setArchiving(undefined)} />
        )}
      </Show>
      <Show when={verifying()}>
        <VerifyDialog person={props.person} onClose={() => setVerifying(false)} />
      </Show>
      <Show when={disappearing()}>
        <DisappearingDialog conversation={props.conversation} onClose={() => setDisappearing(false)} />
      </Show>
      <Show when={question()}>
        {(which) => (
          <ConfirmDialog
            title={which() === 'block' ? words().chat.blockAsks(name()) : words().chat.removeAsks(name())}
            description={which() === 'block' ? words().chat.blockHint : words().chat.removeHint}
            confirm={which() === 'block' ? words().chat.block : words().chat.removeContact}
            cancel={words().common.cancel}
            onConfirm={() => void act(which())}
            onCancel={() => setQuestion(undefined)}
          />
        )}
      </Show>
    </>
  );
};
