import { createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { save, today } from '../files/save.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from './settings.module.css';

const ChangePasswordDialog = lazily(() => import('./change-password-dialog.tsx'), 'ChangePasswordDialog');
const RemoveAccountDialog = lazily(() => import('./remove-account-dialog.tsx'), 'RemoveAccountDialog');

/** One's password, and what the relay keeps of one, to be taken out or deleted. */
export const OwnAccount = () => {
  const { client, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  const [busy, setBusy] = createSignal(false);
  const [changing, setChanging] = createSignal(false);
  const [changed, setChanged] = createSignal(false);
  const [removing, setRemoving] = createSignal(false);
  const take = async () => {
    setBusy(true);
    const record = await client.account.record();
    setBusy(false);
    setRefusal(record.ok ? undefined : record.reason);
    if (!record.ok) return;
    const blob = new Blob([JSON.stringify(record.value, undefined, 2)]);
    save({ blob, name: `tincan-account-${record.value.login}-${today()}.json` });
  };
  return (
    <section class={styles.section}>
      <div class={styles.line}>
        <Button onClick={() => setChanging(true)}>{words().ownAccount.changePassword}</Button>
        <p class={styles.soft} role="status">
          {changed() ? words().ownAccount.passwordChanged : ''}
        </p>
      </div>
      <p class={styles.soft}>{words().ownAccount.exportHint}</p>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <div class={styles.line}>
        <Button busy={busy()} onClick={() => void take()}>
          {words().ownAccount.export}
        </Button>
        <Button onClick={() => setRemoving(true)}>{words().ownAccount.remove}</Button>
      </div>
      <Show when={changing()}>
        <ChangePasswordDialog
          onClose={() => setChanging(false)}
          onChanged={() => {
            setChanging(false);
            setChanged(true);
          }}
        />
      </Show>
      <Show when={removing()}>
        <RemoveAccountDialog onClose={() => setRemoving(false)} />
      </Show>
    </section>
  );
};
