import { createMemo, createSignal, For, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { related } from '../roster/sorted-people.ts';
import styles from './settings.module.css';

export const BlockedPeople = () => {
  const { client, state, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  const roster = createMemo(() => state().roster);
  const blocked = createMemo(() => related(roster(), 'blocked'));
  const unblock = async (person: AccountId) => {
    const outcome = await client.people.contact(person, 'unblock');
    setRefusal(outcome.ok ? undefined : outcome.reason);
  };
  return (
    <Show when={blocked().length > 0}>
      <section class={styles.section} aria-labelledby="blocked">
        <h2 id="blocked">{words().settings.blocked}</h2>
        <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
        <ul>
          <For each={blocked()}>
            {(contact) => (
              <li class={styles.line} aria-label={contact.login}>
                <p class={styles.grow}>{contact.login}</p>
                <Button label={words().settings.unblock(contact.login)} onClick={() => void unblock(contact.account)}>
                  {words().settings.unblockShort}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
};
