import { createSignal, For, Show } from 'solid-js';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { selfOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { CheckIcon, CopyIcon, SendIcon } from '../kit/more-icons.ts';
import { related } from '../roster/sorted-people.ts';
import styles from './invitation.module.css';

const SendTo = (props: { readonly link: string; readonly onSent: (words: string) => void }) => {
  const { client, state, words } = useUi();
  const [chosen, setChosen] = createSignal<readonly AccountId[]>([]);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();
  const contacts = () => related(state().roster, 'contact');
  const loginOf = (account: AccountId) => state().roster.contacts.get(account)?.login ?? '';
  const choose = (account: AccountId, on: boolean) =>
    setChosen((before) => (on ? [...before, account] : before.filter((one) => one !== account)));

  const send = async (): Promise<void> => {
    const self = selfOf(state());
    if (self === undefined) return;
    setBusy(true);
    setRefusal(undefined);
    const outcomes = await Promise.all(
      chosen().map(async (account) => ({
        account,
        outcome: await client.chat.send(directConversation(self, account), props.link),
      })),
    );
    setBusy(false);
    const failures = outcomes.flatMap(({ account, outcome }) => (outcome.ok ? [] : [{ account, ...outcome }]));
    const sent = outcomes.filter(({ outcome }) => outcome.ok).map(({ account }) => loginOf(account));
    setChosen(failures.map(({ account }) => account));
    if (failures[0]) {
      const names = failures.map(({ account }) => loginOf(account)).join(', ');
      setRefusal(words().rooms.notSentTo(names, words().reasons[failures[0].reason]));
      return;
    }
    props.onSent(words().rooms.sentTo(sent.join(', ')));
  };

  return (
    <Show when={contacts().length > 0} fallback={<p>{words().shareTo.nobody}</p>}>
      <form
        class={styles.send}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <fieldset class={styles.people}>
          <legend class={styles.legend}>{words().rooms.sendToWhom}</legend>
          <For each={contacts()}>
            {({ account, login }) => (
              <label class={styles.person}>
                <input
                  type="checkbox"
                  aria-label={login}
                  checked={chosen().includes(account)}
                  onChange={(event) => choose(account, event.currentTarget.checked)}
                />
                <Avatar name={login} size="small" />
                <span>{login}</span>
              </label>
            )}
          </For>
        </fieldset>
        <Show when={refusal()}>{(text) => <Banner urgency="alert">{text()}</Banner>}</Show>
        <Button type="submit" busy={busy()} disabled={chosen().length === 0}>
          <SendIcon size={20} />
          {words().chat.send}
        </Button>
      </form>
    </Show>
  );
};

/** The link of a room, and the ways to give it to others. */
export const Invitation = (props: { readonly link: string }) => {
  const { words } = useUi();
  const [told, setTold] = createSignal<'copied' | 'not-copied'>();
  const [sending, setSending] = createSignal(false);
  const [sent, setSent] = createSignal<string>();
  let field!: HTMLInputElement;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.link);
      setTold('copied');
    } catch {
      // Refused by the browser: what is selected can be copied by hand.
      setTold('not-copied');
      field.select();
    }
  };
  return (
    <div class={styles.invitation}>
      <input
        ref={field}
        class={styles.link}
        readonly
        aria-label={words().people.roomLink}
        value={props.link}
        onFocus={() => field.select()}
      />
      <div class={styles.ways}>
        <Button onClick={() => void copy()}>
          {told() === 'copied' ? <CheckIcon size={20} /> : <CopyIcon size={20} />}
          {words().rooms.copyLink}
        </Button>
        <button
          type="button"
          class={styles.more}
          aria-expanded={sending()}
          onClick={() => {
            setSent(undefined);
            setSending(!sending());
          }}
        >
          <SendIcon size={20} />
          {words().rooms.sendTo}
        </button>
      </div>
      <p class={styles.told} role="status">
        {sent() ?? (told() === 'copied' ? words().common.copied : told() && words().rooms.notCopied)}
      </p>
      <Show when={sending()}>
        <SendTo
          link={props.link}
          onSent={(names) => {
            setSent(names);
            setSending(false);
          }}
        />
      </Show>
    </div>
  );
};
