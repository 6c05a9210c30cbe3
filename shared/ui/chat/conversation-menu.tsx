import { createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { ContactAct } from '#shared/protocol/client-frames.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import type { ArchiveAct } from '../archive/archive-dialog.tsx';
import { copied, createAttempt } from '../frame/attempt.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { lazily } from '../kit/lazily.ts';
import { Menu } from '../kit/menu.tsx';
import { MoreIcon } from '../kit/more-icons.ts';

const VerifyDialog = lazily(() => import('../verification/verify-dialog.tsx'), 'VerifyDialog');
const ArchiveDialog = lazily(() => import('../archive/archive-dialog.tsx'), 'ArchiveDialog');
const DisappearingDialog = lazily(() => import('./disappearing-dialog.tsx'), 'DisappearingDialog');
const RingMannerDialog = lazily(() => import('./ring-manner-dialog.tsx'), 'RingMannerDialog');
const ConfirmDialog = lazily(() => import('../kit/confirm-dialog.tsx'), 'ConfirmDialog');

interface ConversationMenuProps {
  readonly person: AccountId;
  readonly conversation: ConversationId;
  readonly onSearch: () => void;
  /** `undefined` once something that was refused has been done. */
  readonly onRefused: (reason: Reason | undefined) => void;
}

type Question = Extract<ContactAct, 'remove' | 'block'>;

/** What else can be done with a person and what was said. Opens as soon as it is there. */
export const ConversationMenu = (props: ConversationMenuProps) => {
  const { client, state, words } = useUi();
  const attempt = createAttempt();
  const [question, setQuestion] = createSignal<Question>();
  const [archiving, setArchiving] = createSignal<ArchiveAct>();
  const [verifying, setVerifying] = createSignal(false);
  const [ringing, setRinging] = createSignal(false);
  const [disappearing, setDisappearing] = createSignal(false);
  const name = () => nameOf(state(), props.person);
  const isContact = () => state().roster.contacts.get(props.person)?.relation === 'contact';

  const act = async (which: ContactAct) => {
    setQuestion(undefined);
    const outcome = await client.people.contact(props.person, which);
    props.onRefused(outcome.ok ? undefined : outcome.reason);
  };
  const items = () => [
    { label: words().search.inConversation, onSelect: props.onSearch },
    { label: words().contact.copyUid, onSelect: () => void attempt(copied(props.person)) },
    ...(isContact() ? [{ label: words().ringing.open, onSelect: () => setRinging(true) }] : []),
    ...(isContact() ? [{ label: words().lifetime.open, onSelect: () => setDisappearing(true) }] : []),
    ...(isContact() ? [{ label: words().verification.open(name()), onSelect: () => setVerifying(true) }] : []),
    { label: words().archive.export.open, onSelect: () => setArchiving('export') },
    { label: words().archive.erase.open, onSelect: () => setArchiving('erase') },
    ...(isContact()
      ? [
          { label: words().contact.remove, onSelect: () => setQuestion('remove') },
          { label: words().contact.block, onSelect: () => setQuestion('block') },
        ]
      : []),
  ];

  return (
    <>
      <Menu label={words().common.more} icon={MoreIcon} items={items()} openAtOnce />
      <Show when={archiving()}>
        {(act) => (
          <ArchiveDialog act={act()} scope={props.conversation} name={name()} onClose={() => setArchiving(undefined)} />
        )}
      </Show>
      <Show when={verifying()}>
        <VerifyDialog person={props.person} onClose={() => setVerifying(false)} />
      </Show>
      <Show when={ringing()}>
        <RingMannerDialog person={props.person} onClose={() => setRinging(false)} />
      </Show>
      <Show when={disappearing()}>
        <DisappearingDialog conversation={props.conversation} onClose={() => setDisappearing(false)} />
      </Show>
      <Show when={question()}>
        {(which) => (
          <ConfirmDialog
            title={which() === 'block' ? words().contact.blockAsks(name()) : words().contact.removeAsks(name())}
            description={which() === 'block' ? words().contact.blockHint : words().contact.removeHint}
            confirm={which() === 'block' ? words().contact.block : words().contact.remove}
            cancel={words().common.cancel}
            onConfirm={() => void act(which())}
            onCancel={() => setQuestion(undefined)}
          />
        )}
      </Show>
    </>
  );
};
