import { createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { PasswordField } from '../account/password-field.tsx';
import { addressOf } from '../frame/navigation.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import styles from './settings.module.css';

/** Asks for the password and deletes one's account. Load it on demand. */
export const RemoveAccountDialog = (props: { readonly onClose: () => void }) => {
  const { client, words } = useUi();
  const [password, setPassword] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const [missing, setMissing] = createSignal(false);
  const remove = async () => {
    setMissing(password() === '');
    if (password() === '') return;
    setBusy(true);
    const outcome = await client.account.remove(password());
    setBusy(false);
    if (!outcome.ok) return setRefusal(outcome.reason);
    history.replaceState(null, '', addressOf({ at: 'people' }));
  };
  const said = (reason: Reason) => {
    if (reason === 'last_admin') return words().ownAccount.lastAdmin;
    return words().reasons[reason];
  };
  return (
    <Dialog
      title={words().ownAccount.removeAsks}
      description={words().ownAccount.removeHint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      role="alertdialog"
      narrow
    >
      <form
        class={styles.section}
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <PasswordField
          value={password()}
          onInput={setPassword}
          fresh={false}
          error={missing() ? words().account.passwordMissing : undefined}
        />
        <Show when={refusal()}>{(reason) => <Banner urgency="alert">{said(reason())}</Banner>}</Show>
        <div class={styles.line}>
          <Button onClick={props.onClose}>{words().common.cancel}</Button>
          <Button tone="end" type="submit" busy={busy()}>
            {words().ownAccount.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
