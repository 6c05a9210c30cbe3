import { createSignal } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { CodeField } from '../account/code-field.tsx';
import { PasswordField } from '../account/password-field.tsx';
import { useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { DialogForm } from '../kit/dialog-form.tsx';

/** Asks for the password and a code, a last time. Load it on demand. */
export const SecondFactorOffDialog = (props: { readonly onClose: () => void }) => {
  const { client, words } = useUi();
  const [password, setPassword] = createSignal('');
  const [code, setCode] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();

  const turnOff = async () => {
    setTried(true);
    if (password() === '' || code().trim() === '') return;
    setBusy(true);
    setRefusal(undefined);
    const turned = await client.account.turnOffSecondFactor(password(), code());
    setBusy(false);
    // Somebody has turned it off meanwhile.
    if (turned.ok || turned.reason === 'not_found') return props.onClose();
    setRefusal(said(turned.reason));
  };
  const said = (reason: Reason): string =>
    reason === 'bad_credentials' ? words().ownAccount.passwordWrong : words().reasons[reason];

  return (
    <Dialog
      title={words().ownAccount.turnOffAsks}
      description={words().ownAccount.turnOffHint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      narrow
    >
      <DialogForm
        submit={words().ownAccount.turnOff}
        cancel={words().common.cancel}
        ends
        busy={busy()}
        refusal={refusal()}
        onSubmit={() => void turnOff()}
        onCancel={props.onClose}
      >
        <PasswordField
          value={password()}
          onInput={setPassword}
          fresh={false}
          error={tried() && password() === '' ? words().account.passwordMissing : undefined}
        />
        <CodeField
          value={code()}
          onInput={setCode}
          error={tried() && code().trim() === '' ? words().account.codeMissing : undefined}
        />
      </DialogForm>
    </Dialog>
  );
};
