import { createSignal, Match, Switch } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { SecondFactorSecret } from '#shared/protocol/own-account.ts';
import { ownPasswordWords } from '../account/credentials.ts';
import { PasswordField } from '../account/password-field.tsx';
import { useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { DialogForm } from '../kit/dialog-form.tsx';
import { QrCode } from '../kit/qr-code.tsx';
import { TextField } from '../kit/text-field.tsx';
import { CopyButton } from './copy-button.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import styles from './second-factor.module.css';

/** Four by four it is easier to type. */
const grouped = (secret: string): string => secret.replaceAll(/.{4}(?=.)/g, '$& ');

/** The password, the secret for the app with a code that shows that it was taken, and the recovery codes. Load it on demand. */
export const SecondFactorOnDialog = (props: { readonly onClose: () => void }) => {
  const { client, words } = useUi();
  const [password, setPassword] = createSignal('');
  const [secret, setSecret] = createSignal<SecondFactorSecret>();
  const [code, setCode] = createSignal('');
  const [recovery, setRecovery] = createSignal<readonly string[]>();
  const [missing, setMissing] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();

  const begin = async () => {
    setMissing(password() === '');
    if (missing()) return;
    setBusy(true);
    setRefusal(undefined);
    const begun = await client.account.beginSecondFactor(password());
    setBusy(false);
    if (!begun.ok) return setRefusal(said(begun.reason));
    setPassword('');
    setSecret(begun.value);
  };
  const turnOn = async () => {
    setMissing(code().trim() === '');
    if (missing()) return;
    setBusy(true);
    setRefusal(undefined);
    const turned = await client.account.turnOnSecondFactor(code());
    setBusy(false);
    if (turned.ok) setRecovery(turned.value);
    else setRefusal(said(turned.reason));
  };
  const said = (reason: Reason): string =>
    // Of a secret that was shown too long ago.
    reason === 'not_found' ? words().ownAccount.beginAnew : ownPasswordWords(reason, words());

  return (
    <Dialog
      title={words().ownAccount.secondFactor}
      closeLabel={words().common.close}
      onClose={props.onClose}
      stays
      narrow
    >
      <Switch>
        <Match when={recovery()}>
          {(codes) => <RecoveryCodes codes={codes()} news={words().ownAccount.factorIsOn} onKept={props.onClose} />}
        </Match>
        <Match when={secret()}>
          {(shown) => (
            <DialogForm
              submit={words().ownAccount.turnOn}
              cancel={words().common.cancel}
              busy={busy()}
              refusal={refusal()}
              onSubmit={() => void turnOn()}
              onCancel={props.onClose}
            >
              <p>{words().ownAccount.scan}</p>
              <div class={styles.secret}>
                <QrCode text={shown().uri} label={words().ownAccount.secretAsQr} />
                <div class={styles.typed}>
                  <p class={styles.soft}>{words().ownAccount.orType}</p>
                  <code translate="no">{grouped(shown().secret)}</code>
                  <CopyButton text={shown().secret} label={words().ownAccount.copySecret} />
                </div>
              </div>
              <TextField
                label={words().account.code}
                hint={words().ownAccount.codeOfApp}
                value={code()}
                onInput={setCode}
                error={missing() ? words().account.codeMissing : undefined}
                autocomplete="one-time-code"
                inputMode="numeric"
                autofocus
              />
            </DialogForm>
          )}
        </Match>
        <Match when={true}>
          <DialogForm
            submit={words().ownAccount.next}
            cancel={words().common.cancel}
            busy={busy()}
            refusal={refusal()}
            onSubmit={() => void begin()}
            onCancel={props.onClose}
          >
            <p>{words().ownAccount.needsApp}</p>
            <PasswordField
              value={password()}
              onInput={setPassword}
              fresh={false}
              error={missing() ? words().account.passwordMissing : undefined}
            />
          </DialogForm>
        </Match>
      </Switch>
    </Dialog>
  );
};
