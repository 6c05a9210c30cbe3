import { createSignal } from 'solid-js';
import { done, type Outcome, type Reason } from '#shared/core/reason.ts';
import { isLongEnough, ownPasswordWords } from '../account/credentials.ts';
import { PasswordField } from '../account/password-field.tsx';
import { useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { DialogForm } from '../kit/dialog-form.tsx';
import { Toggle } from './toggle.tsx';

/** Asks for the password and the one to have instead. Load it on demand. */
export const ChangePasswordDialog = (props: { readonly onClose: () => void; readonly onChanged: () => void }) => {
  const { client, words } = useUi();
  const [present, setPresent] = createSignal('');
  const [fresh, setFresh] = createSignal('');
  const [alone, setAlone] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();

  /** What it was changed to from here, and what it may have been changed to where the answer did not come. */
  let kept: string | undefined;
  let unheard: string | undefined;

  const changeTo = async (wanted: string): Promise<Outcome> => {
    if (wanted === kept) return done;
    const asked = await client.account.changePassword(present(), wanted);
    const isRefused = !asked.ok && asked.reason === 'bad_credentials';
    const outcome = isRefused && wanted === unheard ? await client.account.changePassword(wanted, wanted) : asked;
    if (outcome.ok) kept = wanted;
    unheard = !outcome.ok && outcome.reason === 'offline' ? wanted : undefined;
    return outcome;
  };

  /** The first device that stays is why. */
  const signOutOthers = async (): Promise<Reason | undefined> => {
    const sessions = await client.account.sessions();
    if (!sessions.ok) return sessions.reason;
    for (const { id, current } of sessions.value) {
      const removed = current ? sessions : await client.identity.remove(id);
      if (!removed.ok) return removed.reason;
    }
    return undefined;
  };

  const change = async () => {
    setTried(true);
    if (present() === '' || !isLongEnough(fresh())) return;
    setBusy(true);
    setRefusal(undefined);
    const changed = await changeTo(fresh());
    const left = changed.ok && alone() ? await signOutOthers() : undefined;
    setBusy(false);
    if (!changed.ok) setRefusal(ownPasswordWords(changed.reason, words()));
    else if (left) setRefusal(words().ownAccount.othersStayed(words().reasons[left]));
    else props.onChanged();
  };

  return (
    <Dialog title={words().ownAccount.changePassword} closeLabel={words().common.close} onClose={props.onClose} narrow>
      <DialogForm
        submit={words().ownAccount.change}
        cancel={words().common.cancel}
        busy={busy()}
        refusal={refusal()}
        onSubmit={() => void change()}
        onCancel={props.onClose}
      >
        <PasswordField
          label={words().ownAccount.presentPassword}
          value={present()}
          onInput={setPresent}
          fresh={false}
          error={tried() && present() === '' ? words().account.passwordMissing : undefined}
        />
        <PasswordField
          label={words().ownAccount.newPassword}
          value={fresh()}
          onInput={setFresh}
          fresh
          error={tried() && !isLongEnough(fresh()) ? words().account.passwordShort : undefined}
        />
        <Toggle
          label={words().ownAccount.signOutOthers}
          hint={words().ownAccount.signOutOthersHint}
          on={alone()}
          onChange={setAlone}
        />
      </DialogForm>
    </Dialog>
  );
};
