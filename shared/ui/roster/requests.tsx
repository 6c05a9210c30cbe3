import { createMemo, createSignal, For, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { ContactAct } from '#shared/protocol/client-frames.ts';
import type { Contact } from '#shared/protocol/frames.ts';
import { useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { CloseIcon } from '../kit/icons.ts';
import styles from './people.module.css';
import { related } from './sorted-people.ts';

const createAct = () => {
  const { client } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  const [busy, setBusy] = createSignal(false);
  const act = async (contact: Contact, which: ContactAct) => {
    setBusy(true);
    const outcome = await client.people.contact(contact.account, which);
    setBusy(false);
    setRefusal(outcome.ok ? undefined : outcome.reason);
  };
  return { act, busy, refusal };
};

const IncomingRow = (props: { readonly contact: Contact }) => {
  const { words } = useUi();
  const { act, busy, refusal } = createAct();
  return (
    <li class={styles.request} aria-label={props.contact.login}>
      <Avatar name={props.contact.login} />
      <div class={styles.middle}>
        <p class={styles.name}>{props.contact.login}</p>
        <p class={styles.preview}>{words().requests.wantsYou}</p>
      </div>
      <div class={styles.answers}>
        <Button tone="primary" busy={busy()} onClick={() => void act(props.contact, 'accept')}>
          {words().requests.accept}
        </Button>
        <Button disabled={busy()} onClick={() => void act(props.contact, 'decline')}>
          {words().requests.decline}
        </Button>
      </div>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
    </li>
  );
};

const OutgoingRow = (props: { readonly contact: Contact }) => {
  const { words } = useUi();
  const { act, busy, refusal } = createAct();
  return (
    <li class={styles.request} aria-label={props.contact.login}>
      <Avatar name={props.contact.login} />
      <div class={styles.middle}>
        <p class={styles.name}>{props.contact.login}</p>
        <p class={styles.preview}>{words().requests.waiting}</p>
      </div>
      <IconButton
        label={words().requests.cancel}
        icon={CloseIcon}
        disabled={busy()}
        onClick={() => void act(props.contact, 'remove')}
      />
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
    </li>
  );
};

/** Who asks to be a contact, and whom one has asked. */
export const Requests = () => {
  const { state, words } = useUi();
  const roster = createMemo(() => state().roster);
  const incoming = createMemo(() => related(roster(), 'incoming'));
  const outgoing = createMemo(() => related(roster(), 'outgoing'));
  return (
    <section aria-labelledby="requests" class={styles.requests}>
      <h2 id="requests" class={styles.section}>
        {words().requests.title}
      </h2>
      <ul>
        <For each={incoming()}>{(contact) => <IncomingRow contact={contact} />}</For>
        <For each={outgoing()}>{(contact) => <OutgoingRow contact={contact} />}</For>
      </ul>
    </section>
  );
};
