import { createSignal } from 'solid-js';
import { isLongEnough } from '../account/credentials.ts';
import { PasswordField } from '../account/password-field.tsx';
import { useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { DialogForm } from '../kit/dialog-form.tsx';
import { useAdministered } from './administered.ts';

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
  const [refusal, setRefusal] = createSignal<string>();

  const reset = async () => {
    setTried(true);
    if (!isLongEnough(password())) return;
    setBusy(true);
    const done = await administration.resetPassword(props.uid, password());
    setBusy(false);
    if (done.ok) return props.onClose();
    setRefusal(words().reasons[done.reason]);
  };

  return (
    <Dialog
      title={words().admin.resetPasswordOf(props.login)}
      description={words().admin.resetHint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      narrow
    >
      <DialogForm
        submit={words().admin.setPassword}
        cancel={words().common.cancel}
        busy={busy()}
        refusal={refusal()}
        onSubmit={() => void reset()}
        onCancel={props.onClose}
      >
        <PasswordField
          label={words().ownAccount.newPassword}
          value={password()}
          onInput={setPassword}
          fresh
          error={tried() && !isLongEnough(password()) ? words().account.passwordShort : undefined}
        />
      </DialogForm>
    </Dialog>
  );
};
