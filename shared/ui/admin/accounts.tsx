import { createSignal, For, onMount, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { ListedAccount } from '#shared/protocol/administration.ts';
import { createNow } from '../frame/now.ts';
import { useUi } from '../frame/ui.ts';
import { Unfetched } from '../frame/unfetched.tsx';
import { Button } from '../kit/button.tsx';
import { TextField } from '../kit/text-field.tsx';
import settings from '../settings/settings.module.css';
import { agoWords } from '../strings/long-moments.ts';
import { sizeWords } from '../strings/sizes.ts';
import { AccountDialog } from './account-dialog.tsx';
import { useAdministered } from './administered.ts';
import styles from './administration.module.css';
import { NewAccountDialog } from './new-account-dialog.tsx';

/** Milliseconds of rest after which what was typed is looked for. */
const REST_MS = 200;

/** The people of this relay: found by a part of their login, page by page. */
export const Accounts = () => {
  const { words } = useUi();
  const { administration } = useAdministered();
  const now = createNow(60_000);
  const [search, setSearch] = createSignal('');
  const [accounts, setAccounts] = createSignal<readonly ListedAccount[]>();
  const [more, setMore] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const [managed, setManaged] = createSignal<ListedAccount>();
  const [creating, setCreating] = createSignal(false);
  let asked = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const load = async (after?: string) => {
    const question = ++asked;
    const page = await administration.accounts({ search: search(), ...(after !== undefined && { after }) });
    if (question !== asked) return; // something else was typed meanwhile
    setRefusal(page.ok ? undefined : page.reason);
    if (!page.ok) return;
    setAccounts([...(after === undefined ? [] : (accounts() ?? [])), ...page.value.accounts]);
    setMore(page.value.more);
  };
  const type = (text: string) => {
    setSearch(text);
    clearTimeout(resting);
    resting = setTimeout(() => void load(), REST_MS);
  };
  onMount(() => void load());

  const presence = ({ online, last_seen }: ListedAccount) => {
    if (online) return words().presence.online;
    return last_seen === undefined
      ? words().admin.never
      : words().presence.lastSeen(agoWords(last_seen, now(), words()));
  };

  const facts = (account: ListedAccount) => {
    const { devices, mail, files } = account;
    return [
      presence(account),
      words().admin.deviceCount(devices),
      ...(mail.items > 0 ? [words().admin.mailCount(mail.items)] : []),
      ...(files.bytes > 0 ? [words().admin.fileSize(sizeWords(files.bytes, words()))] : []),
    ].join(' · ');
  };

  return (
    <section class={settings.section} aria-labelledby="accounts">
      <div class={styles.head}>
        <h2 id="accounts">{words().admin.people}</h2>
        <Button onClick={() => setCreating(true)}>{words().admin.newAccount}</Button>
      </div>
      <TextField label={words().admin.search} type="search" value={search()} onInput={type} />
      <Unfetched reason={refusal()} onAgain={() => load()} />
      <Show when={accounts()} fallback={<p class={styles.soft}>{words().common.loading}</p>}>
        {(found) => (
          <ul class={styles.list}>
            <For each={found()} fallback={<li class={styles.soft}>{words().admin.nobody}</li>}>
              {(account) => (
                <li class={styles.row} aria-label={account.login}>
                  <p class={styles.words}>
                    <strong>{account.login}</strong>{' '}
                    <Show when={account.role === 'admin'}>
                      <span class={styles.role}>{words().admin.administrator}</span>{' '}
                    </Show>
                    <Show when={account.disabled}>
                      <span class={styles.warn}>{words().admin.disabled}</span>
                    </Show>
                    <br />
                    <span class={styles.soft}>{facts(account)}</span>
                  </p>
                  <Button label={words().admin.manage(account.login)} onClick={() => setManaged(account)}>
                    {words().admin.manageShort}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={more()}>
        <Button onClick={() => void load(accounts()?.at(-1)?.login)}>{words().admin.more}</Button>
      </Show>
      <Show when={managed()}>
        {(account) => (
          <AccountDialog
            account={account()}
            onClose={() => {
              setManaged(undefined);
              void load();
            }}
          />
        )}
      </Show>
      <Show when={creating()}>
        <NewAccountDialog
          onClose={() => {
            setCreating(false);
            void load();
          }}
        />
      </Show>
    </section>
  );
};
