import { createSignal } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { ownPasswordWords } from '../account/credentials.ts';
import { PasswordField } from '../account/password-field.tsx';
import { useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { DialogForm } from '../kit/dialog-form.tsx';

/** Asks for the password and deletes one's account. Load it on demand. */
export const RemoveAccountDialog = (props: { readonly onClose: () => void }) => {
  const { client, navigation, words } = useUi();
  const [password, setPassword] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();
  const [missing, setMissing] = createSignal(false);
  const remove = async () => {
    setMissing(password() === '');
    if (password() === '') return;
    setBusy(true);
    setRefusal(undefined);
    const outcome = await client.account.remove(password());
    setBusy(false);
    if (!outcome.ok) return setRefusal(said(outcome.reason));
    navigation.leave();
  };
  const said = (reason: Reason) =>
    reason === 'last_admin' ? words().ownAccount.lastAdmin : ownPasswordWords(reason, words());
  return (
    <Dialog
      title={words().ownAccount.removeAsks}
      description={words().ownAccount.removeHint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      role="alertdialog"
      narrow
    >
      <DialogForm
        submit={words().ownAccount.confirm}
        cancel={words().common.cancel}
        ends
        busy={busy()}
        refusal={refusal()}
        onSubmit={() => void remove()}
        onCancel={props.onClose}
      >
        <PasswordField
          value={password()}
          onInput={setPassword}
          fresh={false}
          error={missing() ? words().account.passwordMissing : undefined}
        />
      </DialogForm>
    </Dialog>
  );
};
