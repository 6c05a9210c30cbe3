import { createResource, createSignal, For, Show } from 'solid-js';
import type { Outcome, Reason } from '#shared/core/reason.ts';
import type { AccountChange, ListedAccount } from '#shared/protocol/administration.ts';
import { createNow } from '../frame/now.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { ConfirmDialog } from '../kit/confirm-dialog.tsx';
import { Dialog, HoldOpen } from '../kit/dialog.tsx';
import form from '../kit/dialog-form.module.css';
import { agoWords, onDayWords } from '../strings/long-moments.ts';
import { useAdministered } from './administered.ts';
import styles from './administration.module.css';
import { ResetPasswordDialog } from './reset-password-dialog.tsx';

interface AccountDialogProps {
  readonly account: ListedAccount;
  readonly onClose: () => void;
}

/** What an administrator can do with one account. */
export const AccountDialog = (props: AccountDialogProps) => {
  const { state, words } = useUi();
  const { administration } = useAdministered();
  const now = createNow(60_000);
  const [account, setAccount] = createSignal(props.account);
  const [refusal, setRefusal] = createSignal<Reason>();
  const [busy, setBusy] = createSignal(false);
  const [resetting, setResetting] = createSignal(false);
  const [unfactoring, setUnfactoring] = createSignal(false);
  const [removing, setRemoving] = createSignal(false);
  const [sessions, { refetch }] = createResource(() => administration.sessions(props.account.uid));
  const list = () => {
    const outcome = sessions.latest;
    return outcome?.ok ? outcome.value : [];
  };
  /** In the place of what is not known. */
  const unlisted = () => {
    const outcome = sessions.latest;
    if (!outcome) return words().common.loading;
    return outcome.ok ? words().admin.noSessions : words().reasons[outcome.reason];
  };

  /** One's own is turned off in the settings, with a code. */
  const mayRemoveFactor = () => {
    const session = state().session;
    return account().second_factor && session.state === 'signed-in' && session.account.uid !== account().uid;
  };

  const doing = async <Value,>(work: Promise<Outcome<Value>>): Promise<Value | undefined> => {
    setBusy(true);
    const outcome = await work;
    setBusy(false);
    setRefusal(outcome.ok ? undefined : outcome.reason);
    return outcome.ok ? outcome.value : undefined;
  };
  const change = async (what: AccountChange) => {
    const changed = await doing(administration.changeAccount(account().uid, what));
    if (changed) setAccount(changed);
  };
  const end = async (device: string) => {
    await doing(administration.endSession(account().uid, device));
    await refetch();
  };
  const removeFactor = async () => {
    setUnfactoring(false);
    await doing(administration.removeSecondFactor(account().uid));
    if (refusal() === undefined) setAccount({ ...account(), second_factor: false });
  };
  const remove = async () => {
    setRemoving(false);
    await doing(administration.removeAccount(account().uid));
    if (refusal() === undefined) props.onClose();
  };

  return (
    <Dialog
      title={account().login}
      description={words().admin.memberSince(onDayWords(account().created_at, words()))}
      closeLabel={words().common.close}
      onClose={props.onClose}
      narrow
    >
      <HoldOpen while={busy()} />
      <div class={`${form.form} ${styles.account}`}>
        <p class={styles.soft}>
          {words().settings.uid} <code>{account().uid}</code>
        </p>
        <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
        <div>
          <h3>{words().admin.sessions}</h3>
          <ul class={styles.list}>
            <For each={list()} fallback={<li class={styles.soft}>{unlisted()}</li>}>
              {(session) => (
                <li class={styles.row} aria-label={session.device_name}>
                  <p class={styles.words}>
                    {session.device_name}
                    <br />
                    <span class={styles.soft}>
                      {words().settings.lastUsed(agoWords(session.last_used_at, now(), words()))}
                    </span>
                  </p>
                  <Button
                    label={words().admin.endSession(session.device_name)}
                    disabled={busy()}
                    onClick={() => void end(session.device)}
                  >
                    {words().admin.endShort}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        </div>
        <Show when={account().second_factor}>
          <p>{words().admin.factorOn}</p>
        </Show>
        <p class={styles.soft}>{words().admin.disableHint}</p>
        <div class={`${form.actions} ${styles.start}`}>
          <Show when={list().length > 1}>
            <Button disabled={busy()} onClick={() => void end('all')}>
              {words().admin.endAll}
            </Button>
          </Show>
          <Button
            disabled={busy()}
            onClick={() => void change({ role: account().role === 'admin' ? 'person' : 'admin' })}
          >
            {account().role === 'admin' ? words().admin.demote : words().admin.promote}
          </Button>
          <Button disabled={busy()} onClick={() => void change({ disabled: !account().disabled })}>
            {account().disabled ? words().admin.enable : words().admin.disable}
          </Button>
          <Button disabled={busy()} onClick={() => setResetting(true)}>
            {words().admin.setPassword}
          </Button>
          <Show when={mayRemoveFactor()}>
            <Button disabled={busy()} onClick={() => setUnfactoring(true)}>
              {words().admin.removeFactor}
            </Button>
          </Show>
          <Button tone="end" disabled={busy()} onClick={() => setRemoving(true)}>
            {words().admin.remove}
          </Button>
        </div>
      </div>
      <Show when={resetting()}>
        <ResetPasswordDialog uid={account().uid} login={account().login} onClose={() => setResetting(false)} />
      </Show>
      <Show when={unfactoring()}>
        <ConfirmDialog
          title={words().admin.removeFactorAsks(account().login)}
          description={words().admin.removeFactorHint}
          confirm={words().admin.removeFactor}
          cancel={words().common.cancel}
          onConfirm={() => void removeFactor()}
          onCancel={() => setUnfactoring(false)}
        />
      </Show>
      <Show when={removing()}>
        <ConfirmDialog
          title={words().admin.removeAsks(account().login)}
          description={words().admin.removeHint}
          confirm={words().admin.remove}
          cancel={words().common.cancel}
          onConfirm={() => void remove()}
          onCancel={() => setRemoving(false)}
        />
      </Show>
    </Dialog>
  );
};
