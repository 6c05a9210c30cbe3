import { createSignal, Match, Show, Switch } from 'solid-js';
import type { Outcome, Reason } from '#shared/core/reason.ts';
import type { Person } from '#shared/protocol/account-api.ts';
import type { ContactAct } from '#shared/protocol/client-frames.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { loginOf } from '#shared/protocol/login.ts';
import { useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { TextField } from '../kit/text-field.tsx';
import styles from './add-contact.module.css';

/** What was found, and what one can do about it. */
const Found = (props: { readonly person: Person; readonly self: AccountId }) => {
  const { client, state, words } = useUi();
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const relation = () => state().roster.contacts.get(props.person.uid)?.relation ?? 'none';
  const act = async (which: ContactAct) => {
    setBusy(true);
    const outcome = await client.people.contact(props.person.uid, which);
    setBusy(false);
    setRefusal(outcome.ok ? undefined : outcome.reason);
  };
  return (
    <>
      <div class={styles.found}>
        <Avatar name={props.person.login} />
        <div class={styles.who}>
          <p class={styles.name}>{props.person.login}</p>
          <p class={styles.uid}>{props.person.uid}</p>
        </div>
      </div>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <div aria-live="polite">
        <Switch>
          <Match when={props.person.uid === props.self}>
            <p class={styles.note}>{words().addContact.self}</p>
          </Match>
          <Match when={relation() === 'none'}>
            <Button tone="primary" wide busy={busy()} onClick={() => void act('request')}>
              {words().people.addContact}
            </Button>
          </Match>
          <Match when={relation() === 'outgoing'}>
            <p class={styles.note}>{words().addContact.sent}</p>
          </Match>
          <Match when={relation() === 'incoming'}>
            <p class={styles.note}>{words().addContact.asked}</p>
            <Button tone="primary" wide busy={busy()} onClick={() => void act('accept')}>
              {words().requests.accept}
            </Button>
          </Match>
          <Match when={relation() === 'contact'}>
            <p class={styles.note}>{words().addContact.already}</p>
          </Match>
          <Match when={relation() === 'blocked'}>
            <p class={styles.note}>{words().addContact.blocked}</p>
          </Match>
        </Switch>
      </div>
    </>
  );
};

/** Finds a person by exact login or UID and asks them to be a contact. */
export const AddContact = (props: { readonly self: AccountId }) => {
  const { client, navigation, words } = useUi();
  const [query, setQuery] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [answer, setAnswer] = createSignal<Outcome<Person>>();
  const found = () => {
    const outcome = answer();
    return outcome?.ok ? outcome.value : undefined;
  };
  const problem = () => {
    const outcome = answer();
    if (!outcome || outcome.ok) return undefined;
    return outcome.reason === 'not_found' ? words().addContact.nobody : words().reasons[outcome.reason];
  };
  const find = async (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = loginOf(query());
    if (wanted === '' || busy()) return;
    setBusy(true);
    const outcome = await client.people.find(wanted);
    setBusy(false);
    // Another one may have been typed meanwhile.
    if (loginOf(query()) === wanted) setAnswer(outcome);
  };

  return (
    <Dialog title={words().addContact.title} closeLabel={words().common.close} onClose={navigation.back}>
      <div class={styles.content}>
        <form class={styles.form} onSubmit={(event) => void find(event)}>
          <TextField
            label={words().people.search}
            hint={words().addContact.hint}
            type="search"
            inputMode="search"
            autofocus
            value={query()}
            onInput={(value) => {
              setQuery(value);
              setAnswer(undefined);
            }}
            error={problem()}
          />
          <Button type="submit" wide busy={busy()} tone={found() ? 'plain' : 'primary'}>
            {words().addContact.find}
          </Button>
        </form>
        <Show when={found()} keyed>
          {(person) => <Found person={person} self={props.self} />}
        </Show>
      </div>
    </Dialog>
  );
};
