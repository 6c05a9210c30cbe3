import { createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { isLongEnough } from '../account/credentials.ts';
import { PasswordField } from '../account/password-field.tsx';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { useAdministered } from './administered.ts';
import styles from './administration.module.css';

interface ResetPasswordDialogProps {
  readonly uid: string;
  readonly login: string;
  readonly onClose: () => void;
}

/** Another password for somebody who has forgotten theirs. */
export const ResetPasswordDialog = (props: ResetPasswordDialogProps) => {
  const { words } = useUi();
  const { administration } = useAdministered();
  const [password, setPassword] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();

  const reset = async () => {
    setTried(true);
    if (!isLongEnough(password())) return;
    setBusy(true);
    const done = await administration.resetPassword(props.uid, password());
    setBusy(false);
    if (done.ok) return props.onClose();
    setRefusal(done.reason);
  };

  return (
    <Dialog
      title={words().admin.resetPasswordOf(props.login)}
      description={words().admin.resetHint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      narrow
    >
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void reset();
        }}
      >
        <PasswordField
          label={words().ownAccount.newPassword}
          value={password()}
          onInput={setPassword}
          fresh
          error={tried() && !isLongEnough(password()) ? words().account.passwordShort : undefined}
        />
        <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
        <div class={styles.actions}>
          <Button onClick={props.onClose}>{words().common.cancel}</Button>
          <Button tone="primary" type="submit" busy={busy()}>
            {words().admin.setPassword}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
