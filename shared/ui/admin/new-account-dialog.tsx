import { createSignal } from 'solid-js';
import { problemsOf } from '../account/credentials.ts';
import { PasswordField } from '../account/password-field.tsx';
import { useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { DialogForm } from '../kit/dialog-form.tsx';
import { TextField } from '../kit/text-field.tsx';
import { Toggle } from '../settings/toggle.tsx';
import { useAdministered } from './administered.ts';

/** An account for somebody who gets its password from the administrator. */
export const NewAccountDialog = (props: { readonly onClose: () => void }) => {
  const { words } = useUi();
  const { administration } = useAdministered();
  const [login, setLogin] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [administers, setAdministers] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();
  const name = () => login().trim().toLowerCase();
  const problems = () => (tried() ? problemsOf({ login: name(), password: password(), email: '' }, words()) : {});

  const create = async () => {
    setTried(true);
    if (Object.keys(problems()).length > 0) return;
    setBusy(true);
    const role = administers() ? 'admin' : 'person';
    const made = await administration.createAccount({ login: name(), password: password(), role });
    setBusy(false);
    if (made.ok) return props.onClose();
    setRefusal(words().reasons[made.reason]);
  };

  return (
    <Dialog
      title={words().admin.newAccount}
      description={words().admin.temporaryPassword}
      closeLabel={words().common.close}
      onClose={props.onClose}
      narrow
    >
      <DialogForm
        submit={words().admin.create}
        cancel={words().common.cancel}
        busy={busy()}
        refusal={refusal()}
        onSubmit={() => void create()}
        onCancel={props.onClose}
      >
        <TextField
          label={words().account.login}
          value={login()}
          onInput={setLogin}
          hint={words().account.loginHint}
          error={problems().login}
        />
        <PasswordField value={password()} onInput={setPassword} fresh error={problems().password} />
        <Toggle label={words().admin.roleAsks} on={administers()} onChange={setAdministers} />
      </DialogForm>
    </Dialog>
  );
};
